"""What starts the builds of a stack: pipelines, rules of EventBridge, and schedules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy.environments import Environments
from policy.model import UNKNOWN, Resource
from policy.overrides import NOT_KNOWN, Overrides, read_request

PIPELINE = "aws:codepipeline/pipeline:Pipeline"
RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = "aws:scheduler/schedule:Schedule"

_UNIVERSAL = re.compile(r"arn:[^:]*:scheduler:::aws-sdk:codebuild:startBuild(Batch)?")
"""What a schedule names to call the operation itself: its input then names the project.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""


@dataclass(frozen=True)
class Start:
    """One thing that starts builds of a project."""

    place: str
    """What people know it by."""
    project: Any
    """The project's name or ARN. UNKNOWN if that is not known."""
    sources: Sequence[str]
    """The URNs of the resources that this comes from."""
    overrides: Overrides
    owner: Resource | None
    """The pipeline, rule or schedule. None if it is no part of the stack."""
    owner_name: Any
    """What that is called in AWS."""

    def may_start(self, project: Resource) -> bool:
        """Whether it is this project that it starts, or may be."""
        if self.project is UNKNOWN:
            return project.urn in self.sources
        arn, name = project.props.get("arn", UNKNOWN), project.props.get("name")
        # Before it is made a project has no ARN, but its name may be known, and is the ARN's end.
        return self.project in (arn, name) or (
            isinstance(name, str) and not isinstance(arn, str) and str(self.project).endswith(f":project/{name}")
        )

    def environment(self, environments: Environments) -> str | None:
        """The environment of what starts it: by its tag, else by its name. None if neither tells."""
        if self.owner is not None:
            return environments.of_resource(self.owner, "name")
        return environments.of_name(self.owner_name) if isinstance(self.owner_name, str) else None


def starts(resources: Sequence[Resource]) -> list[Start]:
    """List what starts builds, in the order of its URNs."""
    rules = [each for each in resources if each.type == RULE]
    found: list[Start] = []
    for resource in sorted(resources, key=lambda each: each.urn):
        if resource.type == PIPELINE:
            found += _of_pipeline(resource)
        elif resource.type == TARGET:
            found.append(_of_target(resource, rules))
        elif resource.type == SCHEDULE:
            found.append(_of_schedule(resource))
    return found


def _of_pipeline(pipeline: Resource) -> Iterator[Start]:
    sources = pipeline.sources.get("stages", ())
    for stage in _entries(pipeline.props.get("stages", UNKNOWN)):
        for action in _entries(_member(stage, "actions")):
            if _member(action, "provider") not in ("CodeBuild", UNKNOWN):
                continue
            configuration = _member(action, "configuration")
            variables = _member(configuration, "EnvironmentVariables")
            named = [each for each in (_member(stage, "name"), _member(action, "name")) if isinstance(each, str)]
            yield Start(
                ", ".join([pipeline.name, *([f"action {'/'.join(named)}"] if named else [])]),
                _text(_member(configuration, "ProjectName")),
                sources,
                Overrides.of_action(variables),
                pipeline,
                UNKNOWN,
            )


def _of_target(target: Resource, rules: Sequence[Resource]) -> Start:
    name, sources = target.props.get("rule", UNKNOWN), target.sources.get("rule", ())
    owners = [each for each in rules if each.urn in sources or (name is not UNKNOWN and name == each.props.get("name"))]
    text, path, transformer = (target.props.get(each) for each in ("input", "inputPath", "inputTransformer"))
    if transformer is not None:
        text = _member(transformer, "inputTemplate")
    # What a rule passes on of an event by itself is no request, and overrides nothing.
    overrides = Overrides([]) if text is None else Overrides.of_request(read_request(text))
    return Start(
        target.name,
        _text(target.props.get("arn", UNKNOWN)),
        target.sources.get("arn", ()),
        NOT_KNOWN if text is None and path is not None else overrides,
        owners[0] if owners else None,
        name,
    )


def _of_schedule(schedule: Resource) -> Start:
    target = schedule.props.get("target", UNKNOWN)
    arn, text = _text(_member(target, "arn")), _member(target, "input")
    request: Any = {} if text is None else read_request(text)
    if arn is not UNKNOWN and _UNIVERSAL.fullmatch(arn):
        project = UNKNOWN if request is UNKNOWN else _text(request.get("projectname", UNKNOWN))
    else:
        project = arn
    sources = schedule.sources.get("target", ())
    return Start(schedule.name, project, sources, Overrides.of_request(request), schedule, UNKNOWN)


def _entries(value: Any) -> list[Any]:
    """The entries of a list. One that is not known has one, of which nothing is known."""
    return value if isinstance(value, list) else [] if value is None else [UNKNOWN]


def _member(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else UNKNOWN


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else UNKNOWN
