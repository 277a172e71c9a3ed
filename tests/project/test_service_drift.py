"""Services that somebody changed by hand, by the real Pulumi CLI: the next update puts them back."""

import json
from typing import Any

from tests.conftest import Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    TWO,
    WEB,
    configure,
    definition,
    group,
    inline_policies,
    running,
    scheduled,
    service,
    up,
    uri,
)

ROLES = ("web-test-web-execution", "web-test-nightly-execution", "web-test-nightly-schedule")
DENIED = {"Effect": "Deny", "Action": "*"}
NOTHING = json.dumps({"Version": "2012-10-17", "Statement": DENIED | {"Resource": "*"}})
NOBODY = json.dumps({"Version": "2012-10-17", "Statement": DENIED | {"Action": "sts:AssumeRole", "Principal": "*"}})


def seen(sandbox: Sandbox) -> dict[str, Any]:
    """What is changed by hand here."""
    held = service(sandbox)["deploymentConfiguration"]
    trust = sandbox.aws("iam").get_role(RoleName=ROLES[0])["Role"]["AssumeRolePolicyDocument"]
    return {
        "breaker": (held["deploymentCircuitBreaker"], held["alarms"]),
        "count": service(sandbox)["desiredCount"],
        "runs": running(sandbox),
        "starts": scheduled(sandbox),
        "group": group(sandbox),
        "policies": {role: inline_policies(sandbox, role) for role in ROLES},
        "trust": trust,
    }


def test_what_was_changed_by_hand_is_put_back(this_project: Sandbox) -> None:
    """Count, task definition, rollback, health check, policies and trust come back without asking for a refresh."""
    configure(this_project, {"web": {"services": {"web": WEB}, "schedules": {"nightly": NIGHTLY}}})
    up(this_project, web=ONE)
    before = seen(this_project)

    ecs, iam, elb = this_project.aws("ecs"), this_project.aws("iam"), this_project.aws("elbv2")
    known = definition(this_project, "web-test-web:1")
    taken = ("family", "cpu", "memory", "networkMode", "requiresCompatibilities", "executionRoleArn", "taskRoleArn")
    other = [known["containerDefinitions"][0] | {"image": uri(TWO)}]
    made = ecs.register_task_definition(**{key: known[key] for key in taken}, containerDefinitions=other)
    revision = made["taskDefinition"]["taskDefinitionArn"]
    left_alone = {
        "deploymentCircuitBreaker": {"enable": False, "rollback": False},
        "alarms": {"enable": False, "rollback": False, "alarmNames": []},
    }
    ecs.update_service(
        cluster="apps-test",
        service="web-test-web",
        desiredCount=3,
        taskDefinition=revision,
        deploymentConfiguration=left_alone,
    )
    elb.modify_target_group(TargetGroupArn=before["group"]["TargetGroupArn"], HealthCheckPath="/elsewhere")
    iam.delete_role_policy(RoleName=ROLES[0], PolicyName="execution")
    iam.put_role_policy(RoleName=ROLES[2], PolicyName="schedule", PolicyDocument=NOTHING)
    iam.update_assume_role_policy(RoleName=ROLES[0], PolicyDocument=NOBODY)
    changed = seen(this_project)
    assert (3, uri(TWO)) == (changed["count"], changed["runs"][1])
    assert {"breaker", "count", "runs", "group", "policies", "trust"} == {
        key for key in before if before[key] != changed[key]
    }

    up(this_project)
    assert before == seen(this_project)
