"""What starts builds, as the rules see it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policy.environments import TAG
from policy.model import Resource
from policy.starts import PIPELINE, RULE, SCHEDULE, TARGET
from tests.policy.identities import ACCOUNT
from tests.policy.resources import urn

START_BUILD = "arn:aws:scheduler:::aws-sdk:codebuild:startBuild"


def project_arn(name: str) -> str:
    """Return the ARN of a build project."""
    return f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/{name}"


def listed(variables: Mapping[str, str]) -> list[dict[str, str]]:
    """List variables as CodeBuild does."""
    return [{"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()]


def action(project: Any, variables: Mapping[str, str] | None = None, *, name: str = "Build") -> dict[str, Any]:
    """Make an action of a pipeline that builds, with variables of its own."""
    own = {} if variables is None else {"EnvironmentVariables": json.dumps(listed(variables))}
    return {"name": name, "category": "Build", "provider": "CodeBuild", "configuration": {"ProjectName": project} | own}


def pipeline(name: str, *actions: Mapping[str, Any], environment: str | None = None) -> Resource:
    """Make a pipeline with a source, and a stage of these actions."""
    source = {"name": "Source", "actions": [{"name": "Source", "provider": "S3", "configuration": {"S3Bucket": "x"}}]}
    stages = [source, {"name": "Build", "actions": list(actions)}]
    return Resource(PIPELINE, name, urn(name), {"name": name, "stages": stages} | tagged(environment))


def request(variables: Mapping[str, str] | None = None, **said: Any) -> str:
    """Write what StartBuild is asked for by a rule."""
    own = {} if variables is None else {"environmentVariablesOverride": listed(variables)}
    return json.dumps(own | said)


def rule(name: str, *, environment: str | None = None) -> Resource:
    """Make a rule of EventBridge."""
    return Resource(RULE, name, urn(name), {"name": name} | tagged(environment))


def target(
    name: str, arn: Any, of: str = "nightly", *, sources: Mapping[str, Sequence[str]] | None = None, **props: Any
) -> Resource:
    """Make what the rule `of` sets off."""
    linked = {prop: [urn(each) for each in names] for prop, names in (sources or {}).items()}
    return Resource(TARGET, name, urn(name), {"arn": arn, "rule": of} | props, linked)


def schedule(name: str, arn: Any, **props: Any) -> Resource:
    """Make a schedule with this target."""
    return Resource(SCHEDULE, name, urn(name), {"name": name, "target": {"arn": arn} | props})


def tagged(environment: str | None) -> dict[str, Any]:
    """The tag of an environment, as a property. None: no tag."""
    return {"tagsAll": {TAG: environment}} if environment else {}
