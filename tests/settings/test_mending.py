"""Whoever runs the commands of the messages gets to a configuration that is accepted, whatever it said before."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.settings.mending import obeyed, problems

IMAGE = f"public.ecr.aws/docker/library/nginx@sha256:{64 * '0'}"
ROUNDS = 6
"""What comes to light once types, then single values, then what goes together is right, and once more for lists."""

NUMBERS = st.one_of(st.integers(-1, 12), st.sampled_from([60, 100, 200, 256, 300, 512, 1024, 2048, 4096, 60000]))
ODD = st.sampled_from([None, True, "x", "60", 1.5, [], {}, ["x"], {"x": 1}])
MAYBE = st.one_of(NUMBERS, NUMBERS, NUMBERS, ODD)


def many(names: str) -> dict[str, st.SearchStrategy[Any]]:
    """Give each of these keys a number, most often."""
    return dict.fromkeys(names.split(), MAYBE)


def keys(names: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Make any choice of these keys."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names.split(), values))


def some(values: list[Any]) -> st.SearchStrategy[Any]:
    """Make a short list of these, or something odd."""
    return st.one_of(st.lists(st.sampled_from(values), max_size=4), ODD)


TASKS = st.fixed_dictionaries(
    {},
    optional={
        "command": some(["serve", 1, None]),
        "variables": st.one_of(ODD, keys("LOG 1X TOKEN", st.sampled_from(["x", 1, None, []]))),
        "secrets": st.one_of(ODD, keys("LOG 1X TOKEN", st.sampled_from(["ssm:x", "x", 1]))),
        "user": st.sampled_from(["root", 0, 5, "web", None]),
        "readOnlyRoot": st.sampled_from([True, False, "x"]),
        "sidecars": st.one_of(
            ODD,
            st.dictionaries(
                st.sampled_from(["app", "proxy", "agent", "Bad"]),
                st.one_of(
                    ODD, st.builds(lambda keys: {"image": IMAGE} | keys, keys("cpu memory essential", MAYBE)), ODD
                ),
            ),
        ),
        "writablePaths": some(["/a", "/b", "c", 1]),
    }
    | many("cpu memory stopTimeoutSeconds logDays secretsKmsKey retire colour"),
)
HEALTH = keys("path statuses intervalSeconds timeoutSeconds healthyCount unhealthyCount graceSeconds", MAYBE)
SCALING = keys(
    "minimum maximum cpuPercent memoryPercent requestsPerTarget scaleInCooldownSeconds scaleOutCooldownSeconds", MAYBE
)
SERVICES = st.fixed_dictionaries(
    {},
    optional={
        "hosts": some(["a.com", "*.a.com", "b.com", "*"]),
        "paths": some(["/*", "/a", "/b", "x"]),
        "health": st.one_of(ODD, HEALTH),
        "scaling": st.one_of(ODD, SCALING),
        "executeCommand": st.sampled_from([True, False, "x"]),
    }
    | many(
        "port count priority spotWeight onDemandWeight onDemandBase minimumHealthyPercent maximumPercent "
        "target5xxPerMinute connectionErrorsPerMinute"
    ),
)
SCHEDULES = st.fixed_dictionaries(
    {},
    optional={"expression": st.sampled_from(["rate(1 day)", "daily", 1]), "timezone": st.sampled_from(["UTC", "x", 1])}
    | many("spot retries maxEventAgeSeconds flexibleWindowMinutes"),
)

TEXTS = st.sampled_from(["main", "a b", "codecommit://shop", "s3://shop/web.zip", "https://github.com/acme/shop", "/x"])
COMMON = keys(
    "source connection branch tagPattern secretsKmsKey image computeType timeoutMinutes logDays sorce secrets",
    st.one_of(TEXTS, TEXTS, ODD, NUMBERS),
)
BUILD = st.builds(
    dict.__or__, COMMON, keys("context dockerfile arguments secrets colour", st.one_of(TEXTS, ODD, NUMBERS))
)


def both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Put the keys of two mappings into one."""
    return one | other


def check(config: dict[str, Any]) -> dict[str, Any]:
    """Obey until nothing is said any more, and return what has come of it."""
    for _ in range(ROUNDS):
        config = obeyed(config, problems(config))
    assert [] == problems(config)
    assert config["apps"]["web"]
    return config


@given(st.builds(both, TASKS, SERVICES))
def test_services(service: dict[str, Any]) -> None:
    """Whatever numbers, lists and odd values its keys have, alone and together; and the service is still there."""
    check({"apps": {"web": {"keepBuilds": 30, "services": {"api": service}}}})


@given(st.builds(both, TASKS, SCHEDULES))
def test_schedules(schedule: dict[str, Any]) -> None:
    """Whatever numbers, lists and odd values its keys have, alone and together; and the schedule is still there."""
    check({"apps": {"web": {"keepBuilds": 30, "schedules": {"api": schedule}}}})


@given(st.one_of(ODD, COMMON), st.one_of(TEXTS, ODD, BUILD), st.one_of(TEXTS, ODD, BUILD))
def test_builds(common: Any, build: Any, other: Any) -> None:
    """Whatever they have in common, and each says itself; and who had a build has one still."""
    said = {"web": {"keepBuilds": 30, "build": build}, "worker": {"build": other}}
    apps = check({"builds": common, "apps": said})["apps"]
    assert [app["build"] is None for app in said.values()] == [app["build"] is None for app in apps.values()]
