"""What a build may do, asked of the evaluator of policies and not read off the text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds.build import Build
from builds.secret import parse_secret
from builds.source import GitHub, parse_source
from components.build_permissions import PUSH, build_policy, start_policy
from iam import Answer, Document, Policies, Request, evaluate
from tests.components.asking import OTHER_REPOSITORIES, repository
from tests.components.world import ACCOUNT, PLACE

ROLE = f"arn:aws:iam::{ACCOUNT}:role/web-staging-build"
LOGS = "/aws/codebuild/web-staging-build"
PUSHES = [each for each in PUSH if each not in ("ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability")]


def policy(url: str = "https://github.com/acme/shop", *, cache_prefix: str | None = None, **build: Any) -> Document:
    """Return the policy of the role that builds web for staging, from this source."""
    made = Build(source=parse_source(url), **build)
    text = build_policy(made, PLACE, repository="web-staging", log_group=LOGS, cache_prefix=cache_prefix)
    return Document.parse("build", text)


def answer(document: Document, action: str, resource: str | None) -> Answer:
    """Whether the role may do this, and nothing but its policy says so."""
    owner = ACCOUNT if resource and resource.startswith("arn:aws:s3:::") else None  # which its ARN does not say
    request = Request(action, resource, ROLE, resource_account=owner)
    return evaluate(request, Policies(identity=(document,))).answer


def test_a_build_pushes_to_its_own_repository() -> None:
    """Each action of a push, and the login before it."""
    for action in PUSH:
        assert Answer.ALLOWED == answer(policy(), action, repository("web-staging"))
    assert Answer.ALLOWED == answer(policy(), "ecr:GetAuthorizationToken", None)


@pytest.mark.parametrize("other", OTHER_REPOSITORIES)
def test_a_build_pushes_nowhere_else(other: str) -> None:
    """Not to another environment, app, region or account: not one of the actions that write."""
    for build in (policy(), policy(cache_prefix="docker-hub"), policy("codecommit://shop")):
        for action in PUSHES:
            assert Answer.DENIED == answer(build, action, other)


@given(st.sampled_from(["web", "docker-hub/library/python", "prod/web"]), st.sampled_from(PUSHES))
def test_not_even_a_cache_is_pushed_to(name: str, action: str) -> None:
    """What came from Docker Hub stays what it was."""
    assert Answer.DENIED == answer(policy(cache_prefix="docker-hub"), action, repository(name))


def test_logs_are_written_to_one_group_that_exists() -> None:
    """A group that a build made anew would outlive the stack."""
    group = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{LOGS}"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert Answer.ALLOWED == answer(policy(), action, f"{group}:log-stream:one")
        assert Answer.DENIED == answer(policy(), action, f"{group}-2:log-stream:one")
    assert Answer.DENIED == answer(policy(), "logs:CreateLogGroup", group)


@pytest.mark.parametrize(
    ("url", "action", "own", "other"),
    [
        (
            "codecommit://shop",
            "codecommit:GitPull",
            f"arn:aws:codecommit:eu-west-1:{ACCOUNT}:shop",
            f"arn:aws:codecommit:eu-west-1:{ACCOUNT}:shop-2",
        ),
        ("s3://acme/shop.zip", "s3:GetObject", "arn:aws:s3:::acme/shop.zip", "arn:aws:s3:::acme/other.zip"),
        ("s3://acme/shop.zip", "s3:GetObjectVersion", "arn:aws:s3:::acme/shop.zip", "arn:aws:s3:::other/shop.zip"),
    ],
)
def test_a_build_reads_its_own_source(url: str, action: str, own: str, other: str) -> None:
    """And no other repository or object."""
    assert Answer.ALLOWED == answer(policy(url), action, own)
    assert Answer.DENIED == answer(policy(url), action, other)


@pytest.mark.parametrize("service", ["codeconnections", "codestar-connections"])
def test_a_build_uses_its_own_connection(service: str) -> None:
    """By either name of the service; without a connection nothing is needed."""
    connection = f"arn:aws:{service}:eu-west-1:{ACCOUNT}:connection/0123"
    for action in ("GetConnection", "GetConnectionToken"):
        assert Answer.ALLOWED == answer(policy(connection=connection), f"{service}:{action}", connection)
        assert Answer.DENIED == answer(policy(connection=connection), f"{service}:{action}", f"{connection}4")
        assert Answer.DENIED == answer(policy(), f"{service}:{action}", connection)


def test_a_build_reads_its_own_secrets() -> None:
    """A parameter, a secret by name, whose ARN has six characters more, or by ARN; with the key that they are under."""
    arn = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:npm-AbCdEf"
    key = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/0123"
    references = {"A": "ssm:/shop/token", "B": "secretsmanager:shop/pip:token", "C": arn}
    secrets = {name: parse_secret(reference) for name, reference in references.items()}
    build = policy(secrets=secrets, secrets_key=key)
    pip = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:shop/pip"
    parameter = f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/shop/token"
    for action, resource, expected in [
        ("ssm:GetParameters", parameter, Answer.ALLOWED),
        ("ssm:GetParameters", f"{parameter}-2", Answer.DENIED),
        ("ssm:PutParameter", parameter, Answer.DENIED),
        ("secretsmanager:GetSecretValue", f"{pip}-AbCdEf", Answer.ALLOWED),
        ("secretsmanager:GetSecretValue", f"{pip}-of-another-AbCdEf", Answer.DENIED),
        ("secretsmanager:GetSecretValue", arn, Answer.ALLOWED),
    ]:
        assert expected == answer(build, action, resource), (action, resource)
    decrypts = [s for s in build.statements if s.sid == "Decrypt"]
    assert 1 == len(decrypts)
    assert not [s for s in policy(secrets=secrets).statements if s.sid == "Decrypt"]


def test_a_build_fills_the_cache_of_base_images() -> None:
    """Below its prefix: pull, and what a first pull of an image needs."""
    build = policy(cache_prefix="docker-hub")
    for action in ("ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"):
        assert Answer.ALLOWED == answer(build, action, repository("docker-hub/library/python"))
        assert Answer.DENIED == answer(build, action, repository("docker-hub-2/library/python"))
        assert Answer.DENIED == answer(policy(), action, repository("docker-hub/library/python"))


def test_a_starter_starts_one_project() -> None:
    """And can do nothing else, to no other project."""
    project = f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/web-staging-build"
    start = Document.parse("start", start_policy(project))
    assert Answer.ALLOWED == answer(start, "codebuild:StartBuild", project)
    assert Answer.DENIED == answer(start, "codebuild:StartBuild", f"{project}-2")
    assert Answer.DENIED == answer(start, "codebuild:UpdateProject", project)


def test_only_one_statement_is_about_everything() -> None:
    """ECR's login, which is for no single repository: so says AWS."""
    built = Build(source=GitHub("acme", "shop"))
    text = build_policy(built, PLACE, repository="web-staging", log_group=LOGS, cache_prefix="docker-hub")
    everything = [each for each in json.loads(text)["Statement"] if each["Resource"] == "*"]
    assert [["ecr:GetAuthorizationToken"]] == [each["Action"] for each in everything]
