"""What a configuration may say of services and scheduled tasks, and what it means."""

import re
from pathlib import Path
from typing import Any

import pytest

import settings
from builds.secret import Parameter, Secret
from settings.container import Sidecar as SidecarKeys
from settings.network import ExistingLoadBalancer, ExistingNetwork
from settings.schedule import Schedule
from settings.service import Health
from settings.service import Scaling as ScalingKeys
from settings.service import Service as ServiceKeys
from settings.text import Model, key_of
from workloads.health import HealthCheck
from workloads.route import Route
from workloads.scaling import Scaling
from workloads.schedule import ScheduledTask
from workloads.service import Service
from workloads.sidecar import Sidecar

KEY = "arn:aws:kms:eu-west-1:123456789012:key/0123abcd"
IMAGE = f"public.ecr.aws/docker/library/nginx:1.29@sha256:{64 * 'a'}"
NIGHTLY = "cron(0 3 * * ? *)"

TASK: dict[str, Any] = {
    "command": ["serve", "--fast"],
    "variables": {"LOG_LEVEL": "info"},
    "secrets": {"TOKEN": "ssm:/web/token", "LOGIN": "secretsmanager:login:password"},
    "user": "1000:1000",
    "readOnlyRoot": False,
    "cpu": 1024,
    "memory": 4096,
    "secretsKmsKey": KEY,
    "sidecars": {
        "proxy": {
            "image": IMAGE,
            "command": ["nginx"],
            "variables": {"PORT": "80"},
            "secrets": {"KEY": "ssm:key"},
            "user": "nginx",
            "readOnlyRoot": False,
            "essential": False,
            "cpu": 128,
            "memory": 64,
        }
    },
    "writablePaths": ["/run", "/cache"],
    "stopTimeoutSeconds": 60,
    "logDays": 7,
    "retire": True,
}
MEANT: dict[str, Any] = {
    "command": ("serve", "--fast"),
    "variables": {"LOG_LEVEL": "info"},
    "secrets": {"TOKEN": Parameter("/web/token"), "LOGIN": Secret("login", "password")},
    "user": "1000:1000",
    "read_only_root": False,
    "cpu": 1024,
    "memory": 4096,
    "secrets_key": KEY,
    "sidecars": (
        Sidecar(
            name="proxy",
            image=IMAGE,
            command=("nginx",),
            variables={"PORT": "80"},
            secrets={"KEY": Parameter("key")},
            user="nginx",
            read_only_root=False,
            essential=False,
            cpu=128,
            memory=64,
        ),
    ),
    "writable_paths": ("/run", "/cache"),
    "stop_timeout_seconds": 60,
    "log_days": 7,
    "retire": True,
    "architecture": "arm64",
}


def app(**keys: Any) -> settings.App:
    """Read an app that says this."""
    return settings.parse({"apps": {"web": keys}}, "staging").apps["web"]


@pytest.mark.parametrize("nothing", [None, {}])
def test_a_service_needs_no_more_than_its_name(nothing: dict[str, Any] | None) -> None:
    """A worker that takes every default of a service's."""
    assert {"api": Service(name="api")} == app(services={"api": nothing}).as_services()


def test_a_schedule_needs_no_more_than_its_expression() -> None:
    """It takes every other default of a scheduled task's."""
    read = app(schedules={"report": {"expression": NIGHTLY}})
    assert {"report": ScheduledTask(name="report", expression=NIGHTLY)} == read.as_schedules()


def test_all_that_can_be_said_of_a_service() -> None:
    """Each key in its place, and the app's processor."""
    said = TASK | {
        "port": 8080,
        "hosts": ["*.example.com"],
        "paths": ["/api/*", "/api"],
        "priority": 7,
        "health": {
            "path": "/up",
            "statuses": "200,204",
            "intervalSeconds": 10,
            "timeoutSeconds": 3,
            "healthyCount": 3,
            "unhealthyCount": 4,
            "graceSeconds": 90,
        },
        "scaling": {
            "minimum": 2,
            "maximum": 9,
            "cpuPercent": None,
            "memoryPercent": 70,
            "requestsPerTarget": 500,
            "scaleInCooldownSeconds": 200,
            "scaleOutCooldownSeconds": 30,
        },
        "spotWeight": 3,
        "onDemandWeight": 2,
        "onDemandBase": 1,
        "minimumHealthyPercent": 50,
        "maximumPercent": 150,
        "target5xxPerMinute": None,
        "connectionErrorsPerMinute": 3,
        "executeCommand": True,
    }
    assert {
        "api": Service(
            name="api",
            port=8080,
            route=Route(hosts=("*.example.com",), paths=("/api/*", "/api"), priority=7),
            health=HealthCheck(
                path="/up",
                statuses="200,204",
                interval_seconds=10,
                timeout_seconds=3,
                healthy_count=3,
                unhealthy_count=4,
                grace_seconds=90,
            ),
            scaling=Scaling(
                minimum=2,
                maximum=9,
                cpu_percent=None,
                memory_percent=70,
                requests_per_target=500,
                scale_in_cooldown_seconds=200,
                scale_out_cooldown_seconds=30,
            ),
            spot_weight=3,
            on_demand_weight=2,
            on_demand_base=1,
            minimum_healthy_percent=50,
            maximum_percent=150,
            target_5xx_per_minute=None,
            connection_errors_per_minute=3,
            execute_command=True,
            **MEANT,
        )
    } == app(architecture="arm64", services={"api": said}).as_services()


def test_all_that_can_be_said_of_a_schedule() -> None:
    """Each key in its place, and the app's processor."""
    said = TASK | {
        "expression": NIGHTLY,
        "timezone": "Europe/Berlin",
        "spot": True,
        "retries": 3,
        "maxEventAgeSeconds": 600,
        "flexibleWindowMinutes": 15,
    }
    meant = ScheduledTask(
        name="report",
        expression=NIGHTLY,
        timezone="Europe/Berlin",
        spot=True,
        retries=3,
        max_event_age_seconds=600,
        flexible_window_minutes=15,
        **MEANT,
    )
    assert {"report": meant} == app(architecture="arm64", schedules={"report": said}).as_schedules()


def test_nothing_behind_a_key_is_its_default() -> None:
    """YAML's `services:` with nothing behind, and every other such mapping."""
    assert ({}, {}) == (app(services=None, schedules=None).as_services(), app(schedules=None).as_schedules())
    bare = {"variables": None, "secrets": None, "sidecars": None, "health": None, "scaling": None}
    assert {"api": Service(name="api")} == app(services={"api": bare}).as_services()


def test_a_network_that_is_there() -> None:
    """Its ids; the load balancer is in the tasks' subnets, and tasks have no public addresses, unless that is said."""
    there = {"vpc": "vpc-0123456789abcdef0", "subnets": ["subnet-01234567", "subnet-89abcdef"]}
    network = settings.parse({"apps": {"web": {}}, "network": there}, "staging").network
    assert not isinstance(network, str)
    assert ("vpc-0123456789abcdef0", ("subnet-01234567", "subnet-89abcdef"), None, False) == (
        network.vpc,
        network.subnets,
        network.public_subnets,
        network.public_ip,
    )


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_load_balancer_that_is_there(partition: str) -> None:
    """By its listener; CloudWatch's name of it is in the listener's ARN."""
    listener = f"arn:{partition}:elasticloadbalancing:eu-west-1:123456789012:listener/app/main/{16 * '1'}/{16 * '2'}"
    there = {"listener": listener, "securityGroup": "sg-0123456789abcdef0"}
    balancer = settings.parse({"apps": {"web": {}}, "loadBalancer": there}, "staging").load_balancer
    assert balancer
    assert f"app/main/{16 * '1'}" == settings.balancer_suffix(balancer.listener)
    with pytest.raises(ValueError, match="not the ARN of a listener"):
        settings.balancer_suffix(listener.replace("/app/", "/net/"))


@pytest.mark.parametrize(
    "model",
    [ServiceKeys, Schedule, SidecarKeys, Health, ScalingKeys, settings.Settings, ExistingNetwork, ExistingLoadBalancer],
)
def test_every_key_is_documented(model: type[Model]) -> None:
    """By its name, in docs/services.md, or for what is not about services in the README."""
    documents = [Path(__file__).parents[2] / name for name in ("docs/services.md", "README.md")]
    words = set(
        re.findall(r"\w+", " ".join(" ".join(re.findall(r"`[^`\n]+`", each.read_text())) for each in documents))
    )
    assert set() == {key_of(field) for field in model.model_fields} - words
