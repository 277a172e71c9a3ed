"""Secrets, by the real Pulumi CLI: AWS holds them, and nothing else shows them."""

import json
from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.held import names, repository

Project = Callable[[str], Sandbox]

# Each has what JSON escapes, so that it reads another way inside a document.
TAG, SID, NESTED, DEFAULT = (f'{word}"Geheim\\é' for word in ("tag", "sid", "nested", "default"))

PROGRAM = f"""
import json, pulumi
from pulumi_aws import ecr
tag, sid, nested, default = (pulumi.Output.secret(each) for each in {(TAG, SID, NESTED, DEFAULT)!r})
web = ecr.Repository("web", name="web", tags={{"plain": "shown", "key": tag}})
ecr.RepositoryPolicy("object", repository=web.name, policy={{"Version": "2012-10-17", "Statement": [
    {{"Sid": sid, "Effect": "Allow", "Principal": {{"AWS": ["111122223333", "444455556666"]}},
     "Action": ["ecr:BatchGetImage"], "Condition": {{"StringEquals": {{"aws:SourceAccount": ["1", nested]}}}}}}]}})
other = ecr.Repository("other", name="other", tags=pulumi.Output.secret({{"whole": {NESTED!r}}}))
ecr.RepositoryPolicy("text", repository=other.name, policy=pulumi.Output.json_dumps({{"Version": "2012-10-17",
    "Statement": [{{"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}}]}}))
there = pulumi_aws.Provider("there", region="eu-west-3", default_tags={{"tags": {{"owner": default}}}})
ecr.Repository("there", name="there", opts=pulumi.ResourceOptions(provider=there))
""".replace("import json, pulumi\n", "import json, pulumi, pulumi_aws\n")


def leaks(text: str) -> list[str]:
    """The secrets that `text` shows, as they are or as JSON writes them."""
    written = {word: json.dumps(word) for word in (TAG, SID, NESTED, DEFAULT)}
    escaped = {each for word in written.values() for each in (word[1:-1], json.dumps(word)[1:-1])}
    return sorted(each for each in {*written, *escaped, "Geheim"} if each in text)


def everything_pulumi_keeps(sandbox: Sandbox) -> str:
    """Pulumi's backend, every file of it, histories and backups too, and what it exports."""
    files = [each for each in sandbox.world.state.rglob("*") if each.is_file()]
    kept = [each.read_text(errors="replace") for each in files]
    return "\n".join([*kept, sandbox.run("pulumi", "stack", "export").stdout])


def test_secrets_are_kept_secret(project: Project) -> None:
    """A secret tag, a part of a document, a default tag: AWS holds the value; previews, messages and state do not."""
    sandbox = project(PROGRAM)
    assert [] == leaks(sandbox.pulumi("preview", "--diff"))
    assert [] == leaks(sandbox.up("--diff"))
    assert {"plain": "shown", "key": TAG} == repository(sandbox)["tags"]
    assert {"whole": NESTED} == repository(sandbox, "other")["tags"]
    (held,) = json.loads(sandbox.aws("ecr").get_repository_policy(repositoryName="web")["policyText"])["Statement"]
    assert (SID, ["1", NESTED]) == (held["Sid"], held["Condition"]["StringEquals"]["aws:SourceAccount"])
    there = sandbox.aws("ecr", "eu-west-3")
    arn = there.describe_repositories()["repositories"][0]["repositoryArn"]
    assert [{"Key": "owner", "Value": DEFAULT}] == there.list_tags_for_resource(resourceArn=arn)["tags"]
    assert "shown" == sandbox.resources()["web"]["outputs"]["tagsAll"]["plain"]
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("refresh", "--yes", "--diff")
    sandbox.write(PROGRAM.replace('"shown"', '"changed"'))
    assert [] == leaks(sandbox.up("--refresh", "--diff"))
    assert [] == leaks(everything_pulumi_keeps(sandbox))


SOON_SECRET = f"""
import json, pulumi
from pulumi_aws import ecr
sealed = pulumi.Output.from_input
web = ecr.Repository("web", name="web", tags={{"key": sealed({TAG!r})}})
rule = {{"rulePriority": 1, "description": {SID!r}, "action": {{"type": "expire"}},
        "selection": {{"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}}}}
ecr.LifecyclePolicy("rules", repository=web.name, policy=sealed(json.dumps({{"rules": [rule]}})))
"""


def test_what_becomes_secret_is_sealed(project: Project) -> None:
    """The state showed it so far: the update seals it there, and changes nothing in AWS."""
    sandbox = project(SOON_SECRET)
    sandbox.up()
    assert leaks(sandbox.run("pulumi", "stack", "export").stdout)
    sandbox.write(SOON_SECRET.replace("from_input", "secret"))
    assert {"update": ["rules", "web"]} == sandbox.planned()
    sandbox.up()
    assert [] == leaks(sandbox.run("pulumi", "stack", "export").stdout)
    assert {} == sandbox.planned("--refresh")


WRONG = {
    "name=pulumi.Output.secret('geheim')": "The repository with name '[secret]' already exists",
    "image_tag_mutability=pulumi.Output.secret('Geheim')": "'[secret]' is none of",
}


def test_errors_do_not_repeat_secrets(project: Project) -> None:
    """Whether AWS or the provider refuses it: the message says what is wrong without the value."""
    sandbox = project("")
    sandbox.aws("ecr").create_repository(repositoryName="geheim")
    for argument, message in WRONG.items():
        sandbox.write(f"import pulumi\nfrom pulumi_aws import ecr\necr.Repository('web', {argument})\n")
        printed = sandbox.up(code=1)
        assert message in printed
        assert "geheim" not in printed.lower()
    assert ["geheim"] == names(sandbox)
