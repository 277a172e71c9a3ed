"""aws:codebuild/project:Project."""

from collections.abc import Mapping
from typing import Any

from pulumi_aws import codebuild

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.nested import filled, told
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties

_TO_AWS = {
    "buildTimeout": "timeoutInMinutes",
    "cloudwatchLogs": "cloudWatchLogs",
    "computeTypesAlloweds": "computeTypesAllowed",
    "queuedTimeout": "queuedTimeoutInMinutes",
}
_FROM_AWS = {theirs: ours for ours, theirs in _TO_AWS.items()}

_NESTED_DEFAULTS: Mapping[str, Plain] = {
    "artifacts.encryptionDisabled": False,
    "artifacts.overrideArtifactName": False,
    "cache.type": "NO_CACHE",
    "environment.imagePullCredentialsType": "CODEBUILD",
    "environment.privilegedMode": False,
    "environment.environmentVariables.type": "PLAINTEXT",
    "fileSystemLocations.type": "EFS",
    "logsConfig.cloudwatchLogs.status": "ENABLED",
    "logsConfig.s3Logs.encryptionDisabled": False,
    "logsConfig.s3Logs.status": "DISABLED",
    "secondaryArtifacts.encryptionDisabled": False,
    "secondaryArtifacts.namespaceType": "NONE",
    "secondaryArtifacts.overrideArtifactName": False,
    "secondaryArtifacts.packaging": "NONE",
}
_SOURCE_IF_LEFT_OUT = {
    "buildspec": "",
    "gitCloneDepth": 0,
    "insecureSsl": False,
    "location": "",
    "reportBuildStatus": False,
}
_SHOWN_IF_LEFT_OUT: Mapping[str, Plain] = {
    f"{source}.{name}": value
    for source in ("source", "secondarySources")
    for name, value in _SOURCE_IF_LEFT_OUT.items()
}
# What AWS fills in where neither the program nor the official provider says anything.
_CHOSEN_BY_AWS: Mapping[str, Plain] = {"artifacts.namespaceType": "NONE", "artifacts.packaging": "NONE"}

# What takes a setting away again: an update leaves alone what it does not name.
_TAKEN_AWAY: Mapping[str, Plain] = {
    "buildBatchConfig": {},
    "concurrentBuildLimit": -1,
    "fileSystemLocations": [],
    "secondaryArtifacts": [],
    "secondarySourceVersions": [],
    "secondarySources": [],
    "sourceVersion": "",
    "vpcConfig": {},
}
_OF_VISIBILITY = frozenset({"projectVisibility", "resourceAccessRole"})
_LAMBDA = frozenset({"ARM_LAMBDA_CONTAINER", "LINUX_LAMBDA_CONTAINER"})


def project(client: Any, name_or_arn: str) -> dict[str, Any]:
    """What CodeBuild holds of a project. Raises NotThereError if there is none."""
    found: list[dict[str, Any]] = client.batch_get_projects(names=[name_or_arn])["projects"]
    if not found:
        raise NotThereError("BatchGetProjects", f"CodeBuild project {name_or_arn}")
    return found[0]


class CodebuildProject(ResourceType):
    """How something is built.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html.
    """

    resource, args, service = codebuild.Project, codebuild.ProjectArgs, "codebuild"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"name"})
    defaults = {  # noqa: RUF012
        "badgeEnabled": False,
        "buildTimeout": 60,
        "projectVisibility": "PRIVATE",
        "queuedTimeout": 480,
    }
    computed = frozenset({"autoRetryLimit", "cache", "description", "encryptionKey"}) | {
        "logsConfig",
        "logsConfig.cloudwatchLogs",
        "logsConfig.s3Logs",
    }
    allowed = {"projectVisibility": ("PRIVATE", "PUBLIC_READ")}  # noqa: RUF012
    auto_name = AutoName()

    def problems(self, inputs: Properties) -> list[Problem]:
        found = super().problems(inputs)
        environment = inputs.get("environment")
        if isinstance(environment, dict) and environment.get("type") in _LAMBDA:
            reason = (
                "the sandbox's aws provider does not carry out Lambda compute; choose LINUX_CONTAINER or ARM_CONTAINER"
            )
            found.append(Problem("environment.type", reason))
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        logs, old_logs = new.get("logsConfig"), old.get("logsConfig")
        if isinstance(logs, dict) and isinstance(old_logs, dict):
            new = new | {"logsConfig": old_logs | logs}  # each of its parts stays where the program leaves it out
        complete: Properties = filled(new, _NESTED_DEFAULTS)
        return super().checked(name, seed, old, complete, region)

    def create(self, client: Any, inputs: Properties) -> str:
        names = self.args_names() - _OF_VISIBILITY - {"region", "tags"}
        asked = _request({"logsConfig": {}} | inputs, names)
        arn: str = client.create_project(**asked)["project"]["arn"]
        if inputs["projectVisibility"] != "PRIVATE":
            with kept(self, client, arn, inputs):
                self._put_visibility(client, arn, inputs)
        return arn

    def find(self, client: Any, inputs: Properties) -> str | None:
        held = client.batch_get_projects(names=[inputs.get("name", "")])["projects"]
        return held[0]["arn"] if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        held: Properties = _renamed(project(client, resource_id), _FROM_AWS)
        shown: Properties = {
            "arn": held["arn"],
            "artifacts": held["artifacts"],
            "autoRetryLimit": held["autoRetryLimit"],
            "badgeEnabled": held["badge"]["badgeEnabled"],
            "badgeUrl": held["badge"].get("badgeRequestUrl", ""),
            "buildBatchConfig": held.get("buildBatchConfig"),
            "buildTimeout": held["buildTimeout"],
            "cache": held["cache"],
            "concurrentBuildLimit": held.get("concurrentBuildLimit"),
            "description": held.get("description", ""),
            "encryptionKey": held["encryptionKey"],
            "environment": held["environment"],
            "fileSystemLocations": held.get("fileSystemLocations", []),
            "logsConfig": held.get("logsConfig"),
            "name": held["name"],
            "projectVisibility": held["projectVisibility"],
            "publicProjectAlias": held.get("publicProjectAlias", ""),
            "queuedTimeout": held["queuedTimeout"],
            "resourceAccessRole": held.get("resourceAccessRole"),
            "secondaryArtifacts": held["secondaryArtifacts"],
            "secondarySourceVersions": held["secondarySourceVersions"],
            "secondarySources": held["secondarySources"],
            "serviceRole": held["serviceRole"],
            "source": held["source"],
            "sourceVersion": held.get("sourceVersion", ""),
            "tags": tags.mapping(held["tags"]),
            "vpcConfig": held.get("vpcConfig"),
        }
        complete: Properties = filled(shown, {**_NESTED_DEFAULTS, **_SHOWN_IF_LEFT_OUT})
        return complete

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed & _OF_VISIBILITY:
            self._put_visibility(client, project(client, resource_id)["arn"], inputs)
        if settings := changed - _OF_VISIBILITY:
            client.update_project(**_request({**_TAKEN_AWAY, **inputs}, settings | {"name"}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_project(name=resource_id)

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        return super().drifted(old_inputs, self._said(old_inputs, state))

    def imported(self, state: Properties) -> Properties:
        return super().imported(self._said({}, state))

    def _said(self, old_inputs: Properties, state: Properties) -> Properties:
        idle = {**_CHOSEN_BY_AWS, "artifacts.name": state["name"]}
        said: Properties = told(old_inputs, state, idle, self.defaults.keys() | _NESTED_DEFAULTS.keys())
        return said

    def _put_visibility(self, client: Any, arn: str, inputs: Properties) -> None:
        asked = {name: inputs[name] for name in _OF_VISIBILITY if name in inputs}
        client.update_project_visibility(projectArn=arn, **asked)


def _request(inputs: Properties, names: frozenset[str]) -> dict[str, Any]:
    """The inputs in `names` as AWS takes them, and the tags, which the official provider sends with everything."""
    asked: dict[str, Any] = {name: inputs[name] for name in names if name in inputs}
    if "artifacts" in asked:
        asked["artifacts"] = _allowed_artifacts(asked["artifacts"])
    if "secondaryArtifacts" in asked:
        asked["secondaryArtifacts"] = [_allowed_artifacts(each) for each in asked["secondaryArtifacts"]]
    if "logsConfig" in asked:
        off = {"cloudwatchLogs": {"status": "ENABLED"}, "s3Logs": {"status": "DISABLED"}}
        asked["logsConfig"] = off | asked["logsConfig"]
    renamed: dict[str, Any] = _renamed(asked, _TO_AWS)
    return renamed | {"tags": tags.pairs(inputs.get("tags", {}), ("key", "value"))}


def _allowed_artifacts(artifacts: Properties) -> Properties:
    # "Invalid artifacts: artifact type NO_ARTIFACTS should have null encryptionDisabled", even for the default.
    refused = {"encryptionDisabled"} if artifacts["type"] == "NO_ARTIFACTS" else set()
    return {name: value for name, value in artifacts.items() if name not in refused}


def _renamed(value: Plain, names: Mapping[str, str]) -> Plain:
    """`value` with all members called as `names` says, however deep."""
    if isinstance(value, dict):
        return {names.get(name, name): _renamed(member, names) for name, member in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return value
