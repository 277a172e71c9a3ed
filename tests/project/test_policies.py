"""The policy pack, by the real Pulumi CLI: a stack that breaks a policy is refused before AWS holds anything of it."""

import json
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tests.conftest import ROOT, Sandbox
from tests.project.printed import violations

PROTECTED = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "tagged",
                "tagPatternList": ["pin-*"],
                "countType": "imageCountMoreThan",
                "countNumber": 100_000,
            },
            "action": {"type": "expire"},
        }
    ]
}
KEEP_TEN = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
            "action": {"type": "expire"},
        }
    ]
}
HEALTHY = f"""
from pulumi_aws import ecr
good = ecr.Repository("good", name="good", image_tag_mutability="IMMUTABLE")
ecr.LifecyclePolicy("good-rules", repository=good.name, policy={json.dumps(PROTECTED)!r})
"""
MUTABLE = f"""
bad = ecr.Repository("bad", name="bad")
ecr.LifecyclePolicy("bad-rules", repository=bad.name, policy={json.dumps(PROTECTED)!r})
"""
WITHOUT_RULES = """
ecr.Repository("bad", name="bad", image_tag_mutability="IMMUTABLE")
"""
COUNTS_ONLY = f"""
bad = ecr.Repository("bad", name="bad", image_tag_mutability="IMMUTABLE")
ecr.LifecyclePolicy("bad-rules", repository=bad.name, policy={json.dumps(KEEP_TEN)!r})
"""


def violators(printed: str) -> dict[str, set[str]]:
    """The resources by the number of the mandatory rule that each violates."""
    found: dict[str, set[str]] = {}
    for each in violations(printed):
        if each.level == "mandatory":
            found.setdefault(each.number, set()).add(each.resource)
    return found


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (HEALTHY, {}),
        (HEALTHY + MUTABLE, {"SP202": {"bad"}}),
        (HEALTHY + WITHOUT_RULES, {"SP201": {"bad"}}),
        (HEALTHY + COUNTS_ONLY, {"SP201": {"bad-rules"}}),
    ],
    ids=["healthy", "mutable", "without-rules", "counts-only"],
)
def test_only_what_is_at_risk_is_refused(
    project: Callable[[str], Sandbox], program: str, expected: dict[str, set[str]]
) -> None:
    """The policy names the resource that breaks it and no other, and nothing is made."""
    sandbox = project(program)
    ran = sandbox.run(
        *("pulumi", "--non-interactive", "up", "--yes", "--suppress-progress"),
        *("--policy-pack", str(ROOT / "policy")),
        code=None,
    )
    assert expected == violators(ran.stdout + ran.stderr), ran.stdout
    assert bool(expected) == (ran.returncode != 0)
    made = {each["repositoryName"] for each in sandbox.aws("ecr").describe_repositories()["repositories"]}
    assert (set() if expected else {"good"}) == made


def test_resource_policies_hold_without_a_preview(project: Callable[[str], Sandbox]) -> None:
    """With --skip-preview too, a mutable repository and rules that count only are refused before they are made."""
    pack = ("--policy-pack", str(ROOT / "policy"))
    mutable = project(HEALTHY + MUTABLE)
    assert {"SP202": {"bad"}} == violators(mutable.up(*pack, code=1))
    ecr = mutable.aws("ecr")
    assert "bad" not in {each["repositoryName"] for each in ecr.describe_repositories()["repositories"]}
    mutable.write(HEALTHY + COUNTS_ONLY)
    assert "bad-rules" in violators(mutable.up(*pack, code=1))["SP201"]
    with pytest.raises(ClientError, match="LifecyclePolicyNotFoundException"):
        ecr.get_lifecycle_policy(repositoryName="bad")


TRUSTED = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def pusher(*repositories: str) -> str:
    """A program whose one role may push to repositories of these names."""
    arns = [f"arn:aws:ecr:eu-west-1:123456789012:repository/{name}" for name in repositories]
    allowed = {"Effect": "Allow", "Action": "ecr:PutImage", "Resource": arns}
    policy = {"Version": "2012-10-17", "Statement": [allowed]}
    return f"""
from pulumi_aws import iam
role = iam.Role("build", assume_role_policy={json.dumps(TRUSTED)!r})
iam.RolePolicy("push", name="push", role=role.name, policy={json.dumps(policy)!r})
"""


def test_a_shared_role_can_be_mended(project: Callable[[str], Sandbox]) -> None:
    """Made without the pack, refused with it, and let through once its policy names one environment only."""
    pack = ("--policy-pack", str(ROOT / "policy"))
    sandbox = project(pusher("web-staging", "web-prod"))
    sandbox.up()
    assert {"SP101": {"build"}} == violators(sandbox.pulumi("preview", "--refresh", *pack, code=1))
    sandbox.write(pusher("web-staging"))
    assert {} == violators(sandbox.pulumi("preview", "--refresh", *pack))


LIVE = f"""
from pulumi import ComponentResource, ResourceOptions
from pulumi_aws import ecr, ecs, get_caller_identity
shop = ComponentResource("small:index:Shop", "shop", None, ResourceOptions(protect=True))
good = ecr.Repository("good", name="good-prod", image_tag_mutability="IMMUTABLE", opts=ResourceOptions(parent=shop))
ecr.LifecyclePolicy("good-rules", repository=good.name, policy={json.dumps(PROTECTED)!r})
registry = get_caller_identity().account_id + ".dkr.ecr.eu-west-1.amazonaws.com"
container = '{{"name": "good", "memory": 512, "image": "' + registry + '/good-prod@sha256:{"1" * 64}"}}'
ecs.TaskDefinition("task", family="good-prod", container_definitions="[" + container + "]")
"""


def test_what_a_component_protects_is_seen(project: Callable[[str], Sandbox]) -> None:
    """A repository whose images run is refused unless it is protected, by a component too; in each preview."""
    pack = ("--policy-pack", str(ROOT / "policy"))
    sandbox = project(LIVE.replace("True", "False"))
    assert {"SP203": {"good"}} == violators(sandbox.pulumi("preview", *pack, code=1))
    sandbox.write(LIVE)
    assert {} == violators(sandbox.up(*pack))
    assert {} == violators(sandbox.pulumi("preview", *pack))
