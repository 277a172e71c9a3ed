"""What may not be said of services and scheduled tasks: each case with its words and the commands that mend it."""

from typing import Any

import pytest

from tests.settings.mending import mended, problems
from tests.settings.words import KEY, NAME, refusal

SET = "pulumi config set --path 'split-pipelines:apps.web.services.api."
SET_TEXT = SET.replace("--path", "--path --type string")
RM = "pulumi config rm --path 'split-pipelines:apps.web.services.api."
IMAGE = f"public.ecr.aws/docker/library/nginx@sha256:{64 * '0'}"
ROUTED = {"port": 8080, "paths": ["/*"]}
SMALL = {"image": IMAGE, "cpu": 100}


def api(service: Any) -> dict[str, Any]:
    """Make a configuration of one service."""
    return {"apps": {"web": {"services": {"api": service}}}}


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"port": 0}, ["port: port=0 is not possible; use 1 to 65535", f"{SET}port' 8080"]),
        (
            {"stopTimeoutSeconds": "30"},
            [
                'stopTimeoutSeconds: "30" is not a whole number',
                f"{RM}stopTimeoutSeconds'",
                f"{SET}stopTimeoutSeconds' 30",
            ],
        ),
        ({"target5xxPerMinute": 0}, ["use 1 or more", f"{SET}target5xxPerMinute' 10"]),
        ({"user": "root"}, ['user: "root" is root', f"{SET_TEXT}user' 1000:1000"]),
        ({"user": 1000}, ["user: 1000 is not text", f"{SET_TEXT}user' 1000"]),
        ({"command": ["sleep", 5]}, ["command[1]: 5 is not text", f"{SET_TEXT}command[1]' 5"]),
        ({"variables": {"DEBUG": True}}, ["variables.DEBUG: true is not text", f"{SET_TEXT}variables.DEBUG' true"]),
        ({"variables": {"1X": "x"}}, ['variables.1X: "1X" cannot be a variable', f"{RM}variables.1X'"]),
        ({"variables": {"AWS_PROFILE": "x"}}, ['"AWS_PROFILE" is not free', f"{RM}variables.AWS_PROFILE'"]),
        ({"variables": {"A": "1"}, "secrets": {"A": "ssm:a"}}, ["secrets.A: this is a variable", f"{RM}secrets.A'"]),
        (
            {"secretsKmsKey": "alias/x"},
            [
                'secretsKmsKey: "alias/x" is not the ARN of a KMS key',
                f"{SET.replace('--path', '--path --plaintext')}secretsKmsKey' {KEY}",
            ],
        ),
        ({"writablePaths": ["run"]}, ['writablePaths[0]: "run" cannot be', f"{SET}writablePaths[0]' /tmp"]),
        (
            {"writablePaths": ["/a", "/a"]},
            ['writablePaths[1]: "/a" is a writable path twice', f"{RM}writablePaths[1]'"],
        ),
        ({"hosts": ["*"], "port": 1}, ['hosts[0]: "*" cannot be a host', f"{SET}hosts[0]' www.example.com"]),
        (
            {"hosts": ["a.com", "b.com", "c.com"], "paths": ["/1", "/2", "/3"], "port": 1},
            ["paths[2]: 6 hosts and paths are too many for one rule", f"{RM}paths[2]'"],
        ),
        ({"priority": 1}, ["priority: a route without hosts and paths would take every request", f"{RM}priority'"]),
        ({"paths": ["/*"]}, ["port: this has a route, and no port for the requests", f"{SET}port' 8080"]),
        ({"health": {"path": "/up"}}, ["health: nobody would check the health of this", f"{RM}health'"]),
        (ROUTED | {"health": {"statuses": "500"}}, ['statuses: "500" are no', f"{SET}health.statuses' 200-399"]),
        (
            ROUTED | {"health": {"intervalSeconds": 60}},
            ["health.graceSeconds: graceSeconds=60 is over before", f"{SET}health.graceSeconds' 125"],
        ),
        (
            ROUTED | {"health": {"intervalSeconds": 5}},
            ["timeoutSeconds=5 is not less than intervalSeconds=5; use 4", f"{SET}health.timeoutSeconds' 4"],
        ),
        ({"scaling": {"minimum": 1, "maximum": 0}}, ["maximum=0 is below minimum=1", f"{SET}scaling.maximum' 10"]),
        ({"scaling": {"minimum": 3, "maximum": 2}}, ["maximum=2 is below minimum=3", f"{SET}scaling.maximum' 3"]),
        (
            {"scaling": {"minimum": 1, "maximum": 2, "requestsPerTarget": 9}},
            ["scaling.requestsPerTarget: this has no route", f"{RM}scaling.requestsPerTarget'"],
        ),
        ({"count": 2, "scaling": {"minimum": 1, "maximum": 2}}, ["count: count=2 and scaling both", f"{RM}count'"]),
        ({"count": 3, "maximumPercent": 133}, ["maximumPercent: minimumHealthy", f"{SET}maximumPercent' 134"]),
        ({"onDemandWeight": 0}, ["onDemandWeight: spotWeight=0 and onDemandWeight=0", f"{RM}onDemandWeight'"]),
        ({"executeCommand": True}, ["executeCommand: executeCommand needs files", f"{RM}executeCommand'"]),
        ({"cpu": 1024}, ["memory: Fargate has no task with cpu=1024 and memory=512", f"{SET}memory' 2048"]),
        ({"cpu": 300}, ["cpu: Fargate has no task with cpu=300 (and memory=512); use one", f"{SET}cpu' 256"]),
        ({"sidecars": {"proxy": {}}}, ["sidecars.proxy.image: this is needed", f"{SET}sidecars.proxy.image' {IMAGE}"]),
        (
            {"sidecars": {"proxy": {"image": "nginx:1.29"}}},
            ['proxy.image: "nginx:1.29" does not hold one image', f"{SET}sidecars.proxy.image' {IMAGE}"],
        ),
        ({"sidecars": {"app": SMALL}}, ['sidecars.app: the sidecar "app" is called as', f"{RM}sidecars.app'"]),
        ({"sidecars": {f"s{n}": {"image": IMAGE} for n in range(10)}}, ["sidecars.s9: 10 side", f"{RM}sidecars.s9'"]),
        ({"sidecars": {"proxy": SMALL | {"memory": 5}}}, ["use 6 or more", f"{RM}sidecars.proxy.memory'"]),
        (
            {"sidecars": {"proxy": SMALL | {"cpu": 256}}},
            ["sidecars.proxy.cpu: the sidecars of this reserve cpu=256", f"{RM}sidecars.proxy.cpu'"],
        ),
        ({"prot": 80}, ["prot: unknown key; did you mean port?", f"{RM}prot'", f"{SET}port' 8080"]),
        (7, ["api: 7 is not a mapping", f"{RM[:-1]}'", f"{SET}cpu' 256"]),
    ],
)
def test_a_bad_service(service: Any, expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the commands to run; who runs them has mended it."""
    what, *commands = expected
    said, *rest = refusal(api(service))
    assert said.startswith("apps.web.services.api")
    assert what in said
    assert commands == rest
    assert mended(api(service))


def schedule(**keys: Any) -> dict[str, Any]:
    """Make a configuration of one scheduled task."""
    return {"apps": {"web": {"schedules": {"report": keys}}}}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, ["expression: this is needed, and missing", "expression' 'rate(1 day)'"]),
        ({"expression": "daily"}, ['expression: "daily" is no schedule; use rate(5', "expression' 'rate(1 day)'"]),
        ({"expression": "rate(1 day)", "timezone": "CEST"}, ['"CEST" is no time zone', "timezone' UTC"]),
        ({"expression": "rate(1 day)", "retries": 186}, ["retries=186 is not possible; use 0 to 185", "retries' 185"]),
        (
            {"expression": "rate(1 day)", "maxEventAgeSeconds": 59},
            ["maxEventAgeSeconds: maxEventAgeSeconds=59 is not possible; use 60 to 86400", "maxEventAgeSeconds' 3600"],
        ),
        ({"expression": "rate(1 day)", "logDays": 2}, ["logDays: logDays=2 is not possible", "logDays' 30"]),
    ],
)
def test_a_bad_schedule(keys: dict[str, Any], expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the command to run; who runs it has mended it."""
    what, command = expected
    said, ran = refusal(schedule(**keys))
    assert what in said
    assert f"pulumi config set --path 'split-pipelines:apps.web.schedules.report.{command}" == ran
    assert mended(schedule(**keys))


@pytest.mark.parametrize("key", ["services", "schedules", "retire"])
def test_an_app_s_own_keys_about_them(key: str) -> None:
    """What is no mapping, or neither true nor false, is refused, and mended by the commands."""
    assert refusal({"apps": {"web": {key: 5}}})[0].startswith(f"apps.web.{key}: 5 is not ")
    assert mended({"apps": {"web": {key: 5}}})


def test_names() -> None:
    """As of apps; to take away is the remedy, as a name cannot be changed by a command."""
    path = "apps.web.services.Api"
    assert [
        f'{path}: "Api" {NAME}',
        f"pulumi config rm --path 'split-pipelines:{path}'",
    ] == refusal({"apps": {"web": {"services": {"Api": {}}}}})


def test_a_service_and_a_schedule_of_one_name() -> None:
    """Roles, logs and security groups of both would be called the same; in another app the name is free."""
    both = {"services": {"api": {}, "x": {}}, "schedules": {"api": {"expression": "rate(1 day)"}}}
    config = {"apps": {"web": both, "worker": {"services": {"api": {}}}}}
    what, command = refusal(config)
    assert what.startswith("apps.web.schedules.api: a service of the app is called the same")
    assert "pulumi config rm --path 'split-pipelines:apps.web.schedules.api'" == command
    assert mended(config)


def test_two_routes_of_one_priority() -> None:
    """All services are on one listener, which takes one rule of each priority."""
    paths = {"web": ("/*", 5), "worker": ("/worker/*", 5), "other": ("/other/*", 6)}
    config = {
        "apps": {
            app: {"services": {"api": {"port": 8080, "paths": [path], "priority": priority}}}
            for app, (path, priority) in paths.items()
        }
    }
    assert [
        (
            "apps.worker.services.api.priority: apps.web.services.api has this priority, and a listener takes one rule "
            "of each"
        ),
        "pulumi config rm --path 'split-pipelines:apps.worker.services.api.priority'",
    ] == refusal(config)
    assert mended(config)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"hosts": ["a.com", "b.com"]}, {"hosts": ["B.com", "a.com"]}),
        ({"hosts": ["a.com"], "paths": ["/a", "/b/*"]}, {"hosts": ["a.com"], "paths": ["/b/*", "/a"]}),
        ({"hosts": ["a.com"], "paths": ["/*"]}, {"hosts": ["a.com"]}),
        ({"paths": ["/*"]}, {"paths": ["*", "/a"], "priority": 6}),
        ({"paths": ["/**"]}, {"paths": ["/*"]}),
    ],
)
def test_two_services_with_the_same_requests(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Whatever their priorities, the second would never get one: one message, however its route is written."""
    apps = {"web": {"services": {"api": {"port": 80} | one}}, "worker": {"services": {"main": {"port": 80} | other}}}
    assert [
        (
            "apps.worker.services.main: apps.web.services.api has the same hosts and paths, so one of the two gets no "
            "request; say others for one"
        ),
        "pulumi config rm --path 'split-pipelines:apps.worker.services.main'",
    ] == refusal({"apps": apps})
    assert mended({"apps": apps})


@pytest.mark.parametrize("other", [{"hosts": ["a.com"]}, {"hosts": ["a.com", "b.com"], "paths": ["/a"]}])
def test_routes_may_overlap(other: dict[str, Any]) -> None:
    """Only the same requests are refused, not some of another's."""
    apps = {
        "web": {"services": {"api": {"port": 80, "hosts": ["a.com"], "paths": ["/a"]}, "main": {"port": 80} | other}}
    }
    assert [] == problems({"apps": apps})


def test_all_problems_at_once() -> None:
    """Of types, of single values, and of what does not go together in different parts."""
    service = {"port": "x", "count": 0, "health": {"path": "up", "unhealthyCount": 1}, "sidecars": {"a": {"image": 1}}}
    grace = {"intervalSeconds": 60, "timeoutSeconds": 70}
    config = {"apps": {"web": {"services": {"api": service, "b": ROUTED | {"health": grace}}}}}
    keys = [line.split(":")[0].removeprefix("apps.web.services.") for line in problems(config) if ": " in line]
    assert [
        "api.count",
        "api.health.path",
        "api.health.unhealthyCount",
        "api.port",
        "api.sidecars.a.image",
        "b.health.graceSeconds",
        "b.health.timeoutSeconds",
    ] == [key for key in keys if not key.startswith("pulumi")]
    assert mended(config)
