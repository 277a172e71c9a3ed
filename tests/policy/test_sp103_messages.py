"""What SP103 says: the evidence, why it matters, what to do, and no secret."""

from policy.environments import DEFAULT, Environments
from policy.model import Resource
from policy.rules.sp103 import shared_buildspecs
from tests.policy.buildspecs import build, buildspec
from tests.policy.resources import repository

judge = shared_buildspecs(Environments(DEFAULT))


def messages(*program: Resource) -> list[str]:
    """Return the messages about a program, sorted."""
    return [finding.message for finding in sorted(judge(program))]


def test_the_evidence_is_a_path() -> None:
    """Project, phase and command, tool, repository: a line for each, in the order of the buildspec."""
    text = buildspec("make", *("true",) * 9, "docker push $R/web-staging:1 && docker push $R/web-staging:2").replace(
        "phases:", "phases:\n  post_build: {finally: [crane copy a $R/web-prod]}"
    )
    assert [
        (
            "shop: its buildspec pushes to the repositories of prod and staging: what is built for one can push out "
            "what another runs.\n"
            "shop -> build, command 11: docker push -> web-staging (staging)\n"
            "shop -> post_build, finally, command 1: crane copy -> web-prod (prod)\n"
            "Give each environment a build of its own, with a buildspec that pushes to that environment's repositories "
            "and to no other."
        )
    ] == messages(build(text), repository("web-prod"))


def test_what_is_not_known_is_named() -> None:
    """What it is that cannot be told, beside what can; and both ways to mend it."""
    project = build(buildspec("docker push $R/web-prod", "docker push $R/shop", "./push.sh", "docker push $R/$E"))
    assert [
        (
            "shop: whether its buildspec pushes to one environment cannot be told, nor is its role known to let it "
            "push to one only.\n"
            "shop -> build, command 1: docker push -> web-prod (prod)\n"
            "shop -> build, command 2: docker push -> shop (of no environment that is known)\n"
            "shop -> build, command 3: a script -> where cannot be told\n"
            "shop -> build, command 4: docker push -> where cannot be told\n"
            "Name the repositories in the buildspec or in the project's variables, or run the build as a role of this "
            "program whose policy names one environment's repositories and no other."
        )
    ] == messages(project)


def test_a_buildspec_of_the_source_is_named() -> None:
    """It is no part of the program."""
    (message,) = messages(build("ci/hush.yml"))
    assert "shop -> buildspec: a file of the source -> where cannot be told" in message.splitlines()


def test_no_secret_is_told() -> None:
    """Neither a variable's value nor a word of a command: only names of repositories and tools."""
    secret = "hush-hush"
    commands = [
        f"docker push $R/{secret.upper()} && docker push $S/web",
        f"./{secret}.sh {secret}",
        f"$S {secret}",
        f"X={secret}; docker $S $R/web:$X",
        f"skopeo copy --dest-creds me:{secret} a docker://$R/web-prod:{secret} && docker push $R/web-dev",
        f"eval 'docker push $(cat {secret})'; bash -c '{secret}(('; {secret}((",
    ]
    texts = [buildspec(*commands), f"{secret}: [", secret, f"arn:{secret}", *map(buildspec, commands)]
    said = [messages(build(text, {"S": secret, "Q": secret})) for text in texts]
    assert [*(True,) * 6, False, False, True, True] == [bool(found) for found in said]
    assert secret not in str(said).lower()
