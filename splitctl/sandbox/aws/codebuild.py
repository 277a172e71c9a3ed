"""CodeBuild's projects, of which moto drops half, and which it cannot change.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html.
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.codebuild.exceptions import (
    InvalidInputException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from moto.codebuild.models import CodeBuildBackend
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from splitctl.sandbox.aws.project_rules import refusal

_Members = dict[str, Any]

# Given empty, or with this number, these are taken away: an update leaves alone what it does not name.
_TAKEN_AWAY: Mapping[str, Any] = {
    "buildBatchConfig": {},
    "concurrentBuildLimit": -1,
    "description": "",
    "fileSystemLocations": [],
    "sourceVersion": "",
    "vpcConfig": {},
}


def correct() -> None:
    """Make moto hold and give back all that a project was made with, change it, and refuse what AWS refuses."""
    for answer in (create_project, update_project, update_project_visibility, batch_get_projects, delete_project):
        setattr(CodeBuildResponse, answer.__name__, answer)
    _count_builds()


def project_of(response: CodeBuildResponse, name_or_arn: str) -> _Members:
    """What is held of a project. Raises AWS's error if there is none."""
    found: list[_Members] = response.codebuild_backend.batch_get_projects([name_or_arn])
    if not found:
        arn = name_or_arn if name_or_arn.startswith("arn:") else _arn(response, name_or_arn)
        raise ResourceNotFoundException(f"Project cannot be found: {arn}")
    return found[0]


def create_project(response: CodeBuildResponse) -> ActionResult:
    """CreateProject, which refuses a name that is taken."""
    asked = json.loads(response.body)
    name, backend = asked["name"], response.codebuild_backend
    project = _changed(response, {"name": name, "arn": _arn(response, name), "created": unix_time()}, asked)
    _refuse(response, "CreateProject", asked, project)
    if name in backend.codebuild_projects:
        raise ResourceAlreadyExistsException(f"Project already exists: {_arn(response, name)}")
    role, nothing = asked["serviceRole"], [None] * 7
    backend.create_project(name, None, asked["source"], asked["artifacts"], asked["environment"], role, *nothing)
    _hold(response, project)
    return ActionResult({"project": project})


def update_project(response: CodeBuildResponse) -> ActionResult:
    """UpdateProject: members that are given replace the held ones, the others stay."""
    asked = json.loads(response.body)
    project = _changed(response, project_of(response, asked["name"]), asked)
    _refuse(response, "UpdateProject", asked, project)
    _hold(response, project)
    return ActionResult({"project": project})


def update_project_visibility(response: CodeBuildResponse) -> ActionResult:
    """UpdateProjectVisibility. A public project has an alias, and a role to read its logs if one is given."""
    asked = json.loads(response.body)
    held = project_of(response, asked["projectArn"])
    project = {key: value for key, value in held.items() if key not in ("publicProjectAlias", "resourceAccessRole")}
    project |= {name: asked[name] for name in ("projectVisibility", "resourceAccessRole") if name in asked}
    if asked["projectVisibility"] == "PUBLIC_READ":
        project["publicProjectAlias"] = held.get("publicProjectAlias") or mock_random.get_random_hex(64)
    _refuse(response, "UpdateProjectVisibility", asked, project)
    _hold(response, project)
    return ActionResult({**project, "projectArn": project["arn"]})


def batch_get_projects(response: CodeBuildResponse) -> ActionResult:
    """BatchGetProjects, which names what it did not find."""
    names = json.loads(response.body)["names"]
    found = {name: response.codebuild_backend.batch_get_projects([name]) for name in names}
    return ActionResult(
        {
            "projects": [project for projects in found.values() for project in projects],
            "projectsNotFound": [name for name, projects in found.items() if not projects],
        }
    )


def delete_project(response: CodeBuildResponse) -> EmptyResult:
    """DeleteProject, by name or ARN. Its webhook goes with it; one that is not there is no error."""
    for project in response.codebuild_backend.batch_get_projects([json.loads(response.body)["name"]]):
        response.codebuild_backend.delete_project(project["name"])
    return EmptyResult()


def _arn(response: CodeBuildResponse, name: str) -> str:
    place = f"{response.region}:{response.current_account}"
    return f"arn:{get_partition(response.region)}:codebuild:{place}:project/{name}"


def _hold(response: CodeBuildResponse, project: _Members) -> None:
    holder = response.codebuild_backend.codebuild_projects[project["name"]]
    holder.project_metadata, holder.service_role = project, project["serviceRole"]


def _refuse(response: CodeBuildResponse, operation: str, asked: _Members, project: _Members) -> None:
    if reason := refusal(operation, asked, project, response.current_account):
        raise InvalidInputException(reason)


def _changed(response: CodeBuildResponse, held: _Members, asked: _Members) -> _Members:
    """`held` with what is asked for, and with what CodeBuild fills in."""
    given = {name: value for name, value in asked.items() if name != "badgeEnabled"}
    stays = {name: value for name, value in (held | given).items() if value != _TAKEN_AWAY.get(name, ...)}
    key = f"arn:{get_partition(response.region)}:kms:{response.region}:{response.current_account}:alias/aws/s3"
    project: _Members = {
        "autoRetryLimit": 0,
        "badge": _badge(response, enabled=False),
        "cache": {"type": "NO_CACHE"},
        "encryptionKey": key,
        "projectVisibility": "PRIVATE",
        "queuedTimeoutInMinutes": 480,
        "secondaryArtifacts": [],
        "secondarySourceVersions": [],
        "secondarySources": [],
        "tags": [],
        "timeoutInMinutes": 60,
    } | stays
    if asked.get("badgeEnabled", project["badge"]["badgeEnabled"]) != project["badge"]["badgeEnabled"]:
        project["badge"] = _badge(response, enabled=asked["badgeEnabled"])
    return project | {
        "artifacts": _completed_artifacts(project),
        "environment": _completed_environment(project["environment"]),
        "source": {"insecureSsl": False} | project["source"],
        "lastModified": unix_time(),
    }


def _badge(response: CodeBuildResponse, *, enabled: bool) -> _Members:
    url = (
        f"https://codebuild.{response.region}.amazonaws.com/badges?uuid={mock_random.get_random_hex(32)}&branch=master"
    )
    return {"badgeEnabled": enabled} | ({"badgeRequestUrl": url} if enabled else {})


def _completed_artifacts(project: _Members) -> _Members:
    """Artifacts of a kind that has a name are named like the project, where the program does not say otherwise."""
    artifacts: _Members = project["artifacts"]
    match artifacts["type"]:
        case "S3":
            chosen = {"name": project["name"], "namespaceType": "NONE", "packaging": "NONE"}
        case "CODEPIPELINE":
            chosen = {"name": project["name"], "packaging": "NONE"}
        case _:
            return artifacts
    return {**chosen, "encryptionDisabled": False} | artifacts


def _completed_environment(environment: _Members) -> _Members:
    variables = [{"type": "PLAINTEXT"} | variable for variable in environment.get("environmentVariables", [])]
    defaults = {"imagePullCredentialsType": "CODEBUILD", "privilegedMode": False}
    return defaults | environment | {"environmentVariables": variables}


def _count_builds() -> None:
    start_build = CodeBuildBackend.start_build

    def start_counted_build(backend: CodeBuildBackend, project_name: str, *arguments: Any) -> _Members:
        # https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html: the number of a project's first
        # build is 1; moto's is any.
        number = len(backend.build_history[project_name]) + 1
        build: _Members = start_build(backend, project_name, *arguments)
        build["buildNumber"] = number
        return build

    setattr(CodeBuildBackend, start_build.__name__, start_counted_build)
