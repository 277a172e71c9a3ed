"""What it takes to add an app to the stack files that come with the project."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import settings

STACK_FILES = sorted(Path(__file__).parents[2].glob("Pulumi.*.yaml"))
APPS = ("web", "worker")
MOST_LINES = 12
"""For one app, in the files of both environments together."""


def below(mapping: yaml.Node | None, key: str) -> yaml.MappingNode:
    """The mapping at a key of another one."""
    assert isinstance(mapping, yaml.MappingNode)
    (found,) = [value for each, value in mapping.value if each.value == key]
    assert isinstance(found, yaml.MappingNode)
    return found


def lines(path: Path) -> dict[str, int]:
    """How many lines each app's entry has, with the comments and blank lines before the next one."""
    apps = below(below(yaml.compose(path.read_text()), "config"), "split-pipelines:apps")
    starts = [key.start_mark.line for key, _ in apps.value] + [apps.end_mark.line]
    names = [key.value for key, _ in apps.value]
    return {name: end - start for name, (start, end) in zip(names, pairwise(starts), strict=True)}


@pytest.mark.parametrize("app", APPS)
def test_an_app_takes_few_lines(app: str) -> None:
    """12 at most, in both files together."""
    assert sum(lines(path)[app] for path in STACK_FILES) <= MOST_LINES


def test_lines_are_counted_to_the_last() -> None:
    """Web's entry ends where worker's begins, and worker's with the file."""
    for path in STACK_FILES:
        (first, *_), text = lines(path), path.read_text()
        assert APPS == tuple(lines(path))
        entries = text[text.index(f"    {first}:\n") :]
        assert entries.count("\n") == sum(lines(path).values())


@pytest.mark.parametrize("path", STACK_FILES, ids=lambda path: path.name)
def test_few_lines_say_all_there_is_to_say(path: Path) -> None:
    """Each app is built from a folder of its own, by a push, and runs a service; web's is behind the load balancer."""
    said: dict[str, Any] = yaml.safe_load(path.read_text())["config"]
    config = {key.removeprefix("split-pipelines:"): value for key, value in said.items() if not key.startswith("aws:")}
    read = settings.parse(config, path.name.split(".")[1])
    assert APPS == tuple(read.apps)
    for name, app in read.apps.items():
        build, services = app.as_build(), app.as_services()
        assert build
        assert (f"examples/{name}", True) == (build.context, build.trigger is not None)
        assert (Path(__file__).parents[2] / build.context / "Dockerfile").is_file()
        assert [(name, name == "web")] == [(each, service.route is not None) for each, service in services.items()]
