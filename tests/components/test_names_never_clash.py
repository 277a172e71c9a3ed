"""No two things of a kind have one name in an account, whatever apps, environments and workloads are called."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from hypothesis import example, given, reject
from hypothesis import settings as trying
from hypothesis import strategies as st

from components.environment import Environment, EnvironmentArgs
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from settings import ConfigurationError, Settings, parse
from tests.components.samples import NETWORK, workloads_args
from tests.components.test_name_limits import LIMITS, named
from tests.components.world import PLACE, World

Thing = tuple[str, str, str, str]
"""An app, an environment, `services` or `schedules`, and what is among those."""
Name = tuple[str, str]
"""The type of a resource, and what it is called in AWS."""

ENTRIES = {"services": {"port": 80, "paths": ["/*"]}, "schedules": {"expression": "rate(1 day)"}}
BUILD = {"source": "codecommit://shop", "branch": "main"}
OURS = ("apps", "build", "load", "task", "trigger", "workloads")
"""Words of our own names: somebody may choose them, too."""


@st.composite
def alike(draw: st.DrawFn) -> list[Thing]:
    """Take the same words for app, environment and workload, in several ways."""
    said = draw(st.lists(st.sampled_from(["a", "b", *OURS]), min_size=3, max_size=6))
    found = []
    for _ in range(4):
        first, second = sorted(draw(st.sets(st.integers(1, len(said) - 1), min_size=2, max_size=2)))
        app, environment, workload = ("-".join(each) for each in (said[:first], said[first:second], said[second:]))
        found.append((app, environment, draw(st.sampled_from(list(ENTRIES))), workload))
    return found


def configured(things: Iterable[Thing]) -> list[Settings]:
    """Read a configuration for each environment. Raises ConfigurationError if one is refused."""
    stacks: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for app, environment, kind, workload in things:
        entry = stacks[environment].setdefault(app, {"build": BUILD})
        entry.setdefault(kind, {})[workload] = ENTRIES[kind]
    return [parse({"apps": apps}, environment) for environment, apps in stacks.items()]


def names(config: Settings) -> list[Name]:
    """Make all of an environment, and list what is called something, with all names that have to be distinct."""
    world = World()
    pulumi.runtime.set_mocks(world, project="split-pipelines", stack=config.environment, monitor=world.monitor)
    world.run(lambda: _program(config))
    return [(kind, str(named(inputs))) for (kind, _), inputs in world.made.items() if kind in LIMITS]


def _program(config: Settings) -> Mapping[str, Any]:
    environment = config.environment
    shared = Environment("shared", EnvironmentArgs(environment=environment, place=PLACE, network=NETWORK))
    for app, entry in config.apps.items():
        repository = RepositoryArgs(app=app, environment=environment)
        workloads = workloads_args(
            app=app,
            environment=environment,
            shared=shared,
            repository_name=repository.name,
            services=tuple(entry.as_services().values()),
            schedules=tuple(entry.as_schedules().values()),
        )
        Pipeline(app, PipelineArgs(repository=repository, place=PLACE, build=entry.as_build(), workloads=workloads))
    return {}


def twice(stacks: Iterable[Settings]) -> list[Name]:
    """The names that two things have."""
    found = Counter(name for config in stacks for name in names(config))
    return sorted(name for name, count in found.items() if count > 1)


@given(alike())
@example([("web", "eu-prod", "services", "api"), ("web-eu", "prod", "services", "api")])
@example([("web", "prod", "services", "prod-x"), ("web-prod", "prod", "services", "x")])
@example([("a", "b", "schedules", "c-d"), ("a-b", "c", "schedules", "d")])
@example([("a", "prod", "services", "b-workloads-c"), ("a-workloads-b", "prod", "services", "c")])
@example([("apps", "prod", "services", "load-balancer"), ("apps", "prod", "services", "build")])
@trying(max_examples=12, deadline=None)
def test_whatever_the_configuration_accepts(things: list[Thing]) -> None:
    """Neither two stacks of an account nor two parts of one clash: not in AWS, nor in Pulumi, which would refuse."""
    try:
        stacks = configured(things)
    except ConfigurationError:
        reject()
    assert [] == twice(stacks)


def test_what_has_one_name_is_found() -> None:
    """Of two stacks of one environment everything is there twice, whatever its type."""
    stacks = configured([("web", "prod", "services", "api"), ("web", "prod", "schedules", "nightly")])
    found = twice(2 * stacks)
    assert sorted(names(stacks[0])) == found
    assert set(LIMITS) == {kind for kind, _ in found}
