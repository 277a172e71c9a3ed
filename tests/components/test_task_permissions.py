"""What ECS may do for a task, and the task itself, asked of the evaluator of policies and not read off the text."""

import json
from typing import Any

import pytest

from builds.secret import parse_secret
from components.build_permissions import PUSH
from components.permissions import PULL, pull_policy
from components.task_permissions import exec_policy, execution_policy
from iam import Answer, Document
from policy.containers import EcrRepository, Image
from tests.components.asking import OTHER_REPOSITORIES, answer, repository
from tests.components.samples import KEY
from tests.components.world import ACCOUNT, PLACE
from tests.workloads.samples import DIGEST, scheduled, service, sidecar

HERE = f"eu-west-1:{ACCOUNT}"
LOGS = "/split-pipelines/staging/web/api"


def execution(**changes: Any) -> Document:
    """Return the policy of the role that ECS starts `api` of `web` in `staging` by."""
    return Document.parse("execution", execution_text(**changes))


def execution_text(**changes: Any) -> str:
    """Return the same as it is sent to AWS."""
    return execution_policy(service(name="api", **changes), PLACE, repository="web-staging", log_group=LOGS)


def test_ecs_pulls_the_apps_image() -> None:
    """Each action of a pull, and the login before it."""
    for action in PULL:
        assert Answer.ALLOWED == answer(execution(), action, repository("web-staging"))
    assert Answer.ALLOWED == answer(execution(), "ecr:GetAuthorizationToken", None)


@pytest.mark.parametrize("other", OTHER_REPOSITORIES)
def test_ecs_pulls_nothing_else(other: str) -> None:
    """Not from another environment, app, region or account."""
    for action in PULL:
        assert Answer.DENIED == answer(execution(), action, other)


def test_ecs_pulls_sidecars_from_their_own_repositories() -> None:
    """A private one in whatever account and region its image names; a public one needs no permission."""
    image = f"210987654321.dkr.ecr.us-east-1.amazonaws.com/tools/proxy:1@{DIGEST}"
    policy = execution(sidecars=(sidecar(image=image), sidecar(name="public")))
    proxy = repository("tools/proxy", account="210987654321", region="us-east-1")
    shares = Document.parse("readers", pull_policy([ACCOUNT]))
    for action in PULL:
        assert Answer.ALLOWED == answer(policy, action, proxy, theirs=shares)
        assert Answer.DENIED == answer(policy, action, repository("tools/proxy"))
        assert Answer.DENIED == answer(execution(), action, proxy, theirs=shares)


@pytest.mark.parametrize(
    "host",
    [
        "dkr.ecr.us-east-1.amazonaws.com",
        "dkr.ecr-fips.us-east-1.amazonaws.com",
        "dkr-ecr.us-east-1.on.aws",
        "dkr-ecr-fips.us-east-1.on.aws",
        "DKR.ecr.US-east-1.amazonaws.com",
    ],
)
def test_ecr_is_known_by_all_its_hosts(host: str) -> None:
    """With FIPS or not, by IPv4 alone or by both, it is one repository, and the policy pack takes it for the same."""
    image = f"210987654321.{host}/tools/proxy@{DIGEST}"
    assert EcrRepository("210987654321", "us-east-1", "tools/proxy") == Image("", image).repository
    statements = json.loads(execution_text(sidecars=(sidecar(image=image),)))["Statement"]
    (pulled,) = [each["Resource"] for each in statements if each["Action"] == list(PULL)]
    proxy = repository("tools/proxy", account="210987654321", region="us-east-1")
    assert {proxy, repository("web-staging")} == set(pulled)


@pytest.mark.parametrize(
    "host", ["public.ecr.aws", "ghcr.io", "dkr.ecr.us-east-1.amazonaws.com", "210987654321.example.com"]
)
def test_other_registries_need_no_permission(host: str) -> None:
    """Neither ECR's public registry, nor others, nor what only looks alike: the policy pack agrees."""
    image = f"{host}/tools/proxy@{DIGEST}"
    assert Image("", image).repository is None
    assert execution_text() == execution_text(sidecars=(sidecar(image=image),))


@pytest.mark.parametrize("name", ["web-staging", "web-prod", "docker-hub/library/python"])
def test_nobody_pushes(name: str) -> None:
    """What runs an image cannot change it, nor take it away."""
    writes = [*(set(PUSH) - set(PULL)), "ecr:BatchDeleteImage", "ecr:PutLifecyclePolicy", "ecr:DeleteRepository"]
    for action in writes:
        assert Answer.DENIED == answer(execution(), action, repository(name))


def test_logs_are_written_to_one_group_that_exists() -> None:
    """A group that a task made anew would outlive the stack; another workload's is not written to."""
    group = f"arn:aws:logs:{HERE}:log-group:{LOGS}"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert Answer.ALLOWED == answer(execution(), action, f"{group}:log-stream:api/app/0123")
        assert Answer.DENIED == answer(execution(), action, f"{group}-2:log-stream:api/app/0123")
        assert Answer.DENIED == answer(execution(), action, f"{group.replace('web', 'worker')}:log-stream:one")
    for action in ("logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:GetLogEvents"):
        assert Answer.DENIED == answer(execution(), action, group)


def test_ecs_reads_the_tasks_own_secrets() -> None:
    """The app's and its sidecars': by name, whose ARN has six characters more, or by ARN; and no others."""
    arn = f"arn:aws:secretsmanager:{HERE}:secret:npm-AbCdEf"
    app = {"A": parse_secret("ssm:/web/token"), "B": parse_secret("secretsmanager:web/db:password")}
    policy = execution(secrets=app, sidecars=(sidecar(secrets={"C": parse_secret(arn)}),))
    database = f"arn:aws:secretsmanager:{HERE}:secret:web/db"
    parameter = f"arn:aws:ssm:{HERE}:parameter/web/token"
    for action, resource, expected in [
        ("ssm:GetParameters", parameter, Answer.ALLOWED),
        ("ssm:GetParameters", f"{parameter}-2", Answer.DENIED),
        ("ssm:GetParameters", parameter.replace(ACCOUNT, "999999999999"), Answer.DENIED),
        ("ssm:PutParameter", parameter, Answer.DENIED),
        ("secretsmanager:GetSecretValue", f"{database}-AbCdEf", Answer.ALLOWED),
        ("secretsmanager:GetSecretValue", f"{database}-of-another-AbCdEf", Answer.DENIED),
        ("secretsmanager:PutSecretValue", f"{database}-AbCdEf", Answer.DENIED),
        ("secretsmanager:GetSecretValue", arn, Answer.ALLOWED),
    ]:
        assert expected == answer(policy, action, resource), (action, resource)
    for resource in (parameter, f"{database}-AbCdEf", arn):
        for action in ("ssm:GetParameters", "secretsmanager:GetSecretValue"):
            assert Answer.DENIED == answer(execution(), action, resource)


@pytest.mark.parametrize(("key", "resources"), [(None, []), (KEY, [[KEY]])])
def test_a_key_is_used_only_if_the_secrets_are_under_it(key: str | None, resources: list[list[str]]) -> None:
    """And then only this one; without secrets there is nothing to decrypt."""
    secrets = {"A": parse_secret("ssm:/web/token")}
    assert resources == decrypted(secrets=secrets, secrets_key=key)
    assert [] == decrypted(secrets_key=key)


def decrypted(**changes: Any) -> list[list[str]]:
    """Return what the statements are about that let ECS decrypt: keys have policies of their own, to be asked too."""
    text = execution_text(**changes)
    found = [each for each in json.loads(text)["Statement"] if any("kms:" in action for action in each["Action"])]
    return [[each["Resource"]] for each in found if each["Action"] == ["kms:Decrypt"]]


def test_only_the_login_is_about_everything() -> None:
    """It is for no single repository: so says ECR."""
    text = execution_text()
    everything = [each for each in json.loads(text)["Statement"] if each["Resource"] == "*"]
    assert [["ecr:GetAuthorizationToken"]] == [each["Action"] for each in everything]


def test_a_shell_is_for_services_that_ask_for_it() -> None:
    """Four actions of Session Manager's, and nothing else; others have no policy at all."""
    text = exec_policy(service(name="api", execute_command=True, read_only_root=False))
    assert text
    shell = Document.parse("exec", text)
    for channel in ("Control", "Data"):
        for verb in ("Create", "Open"):
            assert Answer.ALLOWED == answer(shell, f"ssmmessages:{verb}{channel}Channel", None)
    assert Answer.DENIED == answer(shell, "ssm:StartSession", f"arn:aws:ecs:{HERE}:task/there/0123")
    assert Answer.DENIED == answer(shell, "ecs:ExecuteCommand", f"arn:aws:ecs:{HERE}:task/there/0123")
    assert exec_policy(service(name="api")) is None
    assert exec_policy(scheduled()) is None
