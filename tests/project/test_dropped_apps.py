"""Apps that a configuration has lost while they run, by the real Pulumi CLI: all of them stays as it was."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    TEST,
    TWO,
    WEB,
    configure,
    everything,
    inline_policies,
    recorded,
    running,
    up,
    uri,
)

BUILT: dict[str, Any] = {
    "build": {"source": "https://github.com/example/shop", "branch": "main"},
    "readers": ["111122223333"],
    "services": {"web": WEB | {"scaling": {"minimum": 1, "maximum": 3}}},
}
MIRRORED: dict[str, Any] = {
    "build": {"source": "codecommit://mirror", "branch": "main"},
    "services": {"shell": {"executeCommand": True, "readOnlyRoot": False}},
    "schedules": {"nightly": NIGHTLY},
}
STAYS: dict[str, Any] = {"services": {"main": {}}}


def held(sandbox: Sandbox) -> dict[str, Any]:
    """What AWS holds: by name, and in full what an update could take from under what runs."""
    names = everything(sandbox)
    aws, ecr = sandbox.aws, sandbox.aws("ecr")
    rules = aws("events").list_rules()["Rules"]
    return {
        "names": names,
        "lifecycles": {
            name: ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"] for name in names["repositories"]
        },
        "readers": ecr.get_repository_policy(repositoryName="web-test")["policyText"],
        "projects": aws("codebuild").batch_get_projects(names=names["builds"])["projects"],
        "policies": {role: inline_policies(sandbox, role) for role in names["roles"]},
        "rules": rules,
        "targets": [aws("events").list_targets_by_rule(Rule=each["Name"])["Targets"] for each in rules],
        "scaling": aws("application-autoscaling").describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"],
        "doors": aws("ec2").describe_security_group_rules()["SecurityGroupRules"],
        "images": recorded(sandbox),
        "runs": [running(sandbox, name) for name in ("web-test-web", "mirror-test-shell", "other-test-main")],
    }


def test_an_app_that_is_dropped_stays_as_a_whole(this_project: Sandbox) -> None:
    """What builds it, what expires its images, who may read them and what it is reached by, too: with no preview."""
    configure(this_project, {"web": BUILT, "mirror": MIRRORED, "other": STAYS})
    up(this_project, web=ONE, mirror=TWO, other=ONE)
    before = held(this_project)
    assert {"web-test-build", "mirror-test-build"} == {each["name"] for each in before["projects"]}
    assert ["webhook" in each for each in before["projects"]] == [each["name"][0] == "w" for each in before["projects"]]
    assert 1 == len(before["targets"])
    assert 1 == len(before["scaling"])

    configure(this_project, {"other": STAYS})
    for _ in range(2):
        said = up(this_project, code=1)
        assert "because it is protected" in said
        assert "web-workloads-image" in said
        assert before == held(this_project)
    assert "because it is protected" in this_project.pulumi("preview", "--stack", TEST, code=1)

    configure(this_project, {"web": BUILT, "mirror": MIRRORED, "other": STAYS})
    assert {} == this_project.planned("--stack", TEST)


def test_what_only_builds_is_not_held(this_project: Sandbox) -> None:
    """While an app runs its build may go, and so may its trigger and its readers: it does not run by them."""
    configure(this_project, {"web": BUILT})
    up(this_project, web=ONE)
    configure(this_project, {"web": {"services": BUILT["services"]}})
    up(this_project)
    assert "builds" not in everything(this_project)
    assert uri(ONE) == running(this_project)[1]
    assert {} == this_project.planned("--stack", TEST)
