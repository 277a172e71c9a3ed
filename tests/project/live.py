"""What tests of workloads share: how a user configures and releases an app, and what AWS then holds."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import Sandbox

TEST, LIVE = "test", "live"
"""Stacks of the tests' own: the project's stack files are for people to change."""
ONE, TWO = (f"sha256:{digit * 64}" for digit in "12")
WEB: dict[str, Any] = {"port": 8080, "paths": ["/*"]}
"""A service behind the load balancer."""
NIGHTLY: dict[str, Any] = {"expression": "rate(1 day)"}
"""A scheduled task."""


def configure(sandbox: Sandbox, apps: dict[str, Any], stack: str = TEST, **others: Any) -> None:
    """Write a stack file as a user does, in the sandbox's copy of the project: its apps, and what else it says."""
    copy = Path(sandbox.run("pwd").stdout.strip())
    config = {"aws:region": "eu-west-1", "split-pipelines:apps": apps}
    config |= {key if ":" in key else f"split-pipelines:{key}": value for key, value in others.items()}
    (copy / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": config}))


def up(sandbox: Sandbox, stack: str = TEST, code: int = 0, **digests: str) -> str:
    """Update a stack, and make an image of each of these apps live."""
    environ = {f"SPLIT_PIPELINES_IMAGE_{app.upper()}": digest for app, digest in digests.items()}
    return sandbox.up("--stack", stack, code=code, environ=environ)


def uri(digest: str, repository: str = "web-test") -> str:
    """How a task definition names an image."""
    return f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/{repository}@{digest}"


def service(sandbox: Sandbox, name: str = "web-test-web") -> dict[str, Any]:
    """What ECS holds of a service; its name begins with app and environment."""
    cluster = f"apps-{name.split('-')[1]}"
    (held,) = sandbox.aws("ecs").describe_services(cluster=cluster, services=[name])["services"]
    return dict(held)


def definition(sandbox: Sandbox, arn: str) -> dict[str, Any]:
    """A task definition."""
    return dict(sandbox.aws("ecs").describe_task_definition(taskDefinition=arn)["taskDefinition"])


def image(sandbox: Sandbox, arn: str) -> str:
    """The image of the one container of a task definition."""
    (container,) = definition(sandbox, arn)["containerDefinitions"]
    return str(container["image"])


def running(sandbox: Sandbox, name: str = "web-test-web") -> tuple[str, str]:
    """The revision that a service runs, if as many tasks of it run as should, and its image."""
    held = service(sandbox, name)
    assert ("ACTIVE", held["desiredCount"]) == (held["status"], held["runningCount"])
    arn = held["taskDefinition"]
    return arn.rsplit("/", 1)[1], image(sandbox, arn)


def scheduled(sandbox: Sandbox, name: str = "web-test-nightly") -> tuple[str, str]:
    """The revision that a schedule starts, and its image."""
    arn = sandbox.aws("scheduler").get_schedule(Name=name)["Target"]["EcsParameters"]["TaskDefinitionArn"]
    return arn.rsplit("/", 1)[1], image(sandbox, arn)


def recorded(sandbox: Sandbox) -> dict[str, str]:
    """The images that are live, as the parameters say."""
    found = sandbox.aws("ssm").get_parameters_by_path(Path="/split-pipelines", Recursive=True)["Parameters"]
    return {each["Name"]: each["Value"] for each in found}


def group(sandbox: Sandbox, name: str = "web-test-web") -> dict[str, Any]:
    """A service's target group."""
    (held,) = sandbox.aws("elbv2").describe_target_groups(Names=[name])["TargetGroups"]
    return dict(held)


def ports(sandbox: Sandbox) -> dict[str, set[tuple[str, int]]]:
    """The ports that security groups open to each other, by group, and whether that is in or out."""
    ec2 = sandbox.aws("ec2")
    names = {each["GroupId"]: each["GroupName"] for each in ec2.describe_security_groups()["SecurityGroups"]}
    found: dict[str, set[tuple[str, int]]] = {}
    for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]:
        if "ReferencedGroupInfo" in rule:
            assert rule["FromPort"] == rule["ToPort"]
            way = "out" if rule["IsEgress"] else "in"
            found.setdefault(names[rule["GroupId"]], set()).add((way, rule["FromPort"]))
    return found


def everything(sandbox: Sandbox, word: str = "") -> dict[str, list[str]]:
    """The names of what AWS holds by service and kind, as far as they have `word` in them; no empty lists."""
    ecs, elb, aws = sandbox.aws("ecs"), sandbox.aws("elbv2"), sandbox.aws
    known = ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])["clusters"]
    clusters = [each["clusterArn"] for each in known if each["status"] == "ACTIVE"]
    groups = aws("ec2").describe_security_groups()["SecurityGroups"]
    balancers = [each["LoadBalancerArn"] for each in elb.describe_load_balancers()["LoadBalancers"]]
    listeners = [
        each["ListenerArn"] for arn in balancers for each in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    ]
    held = {
        "alarms": [each["AlarmName"] for each in aws("cloudwatch").describe_alarms()["MetricAlarms"]],
        "builds": aws("codebuild").list_projects()["projects"],
        "clusters": clusters,
        "definitions": ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"],
        "groups": [each["GroupName"] for each in groups if each["GroupName"] != "default"],
        "listeners": listeners,
        "load balancers": balancers,
        "logs": [each["logGroupName"] for each in aws("logs").describe_log_groups()["logGroups"]],
        "parameters": [each["Name"] for each in aws("ssm").describe_parameters()["Parameters"]],
        "queues": aws("sqs").list_queues().get("QueueUrls", []),
        "repositories": [each["repositoryName"] for each in aws("ecr").describe_repositories()["repositories"]],
        "roles": [each["RoleName"] for each in aws("iam").list_roles()["Roles"]],
        "schedules": [each["Name"] for each in aws("scheduler").list_schedules()["Schedules"]],
        "services": [arn for each in clusters for arn in ecs.list_services(cluster=each)["serviceArns"]],
        "targets": [each["TargetGroupName"] for each in elb.describe_target_groups()["TargetGroups"]],
        "topics": [each["TopicArn"] for each in aws("sns").list_topics()["Topics"]],
    }
    named = {kind: sorted(name for name in names if word in name) for kind, names in held.items()}
    return {kind: names for kind, names in named.items() if names}


def inline_policies(sandbox: Sandbox, role: str) -> dict[str, str]:
    """A role's own policies by name, as text that is the same for the same policy."""
    iam = sandbox.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    texts = {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
    return {name: json.dumps(text, sort_keys=True) for name, text in texts.items()}
