"""CodeBuild's webhooks, which moto does not know: what a git host calls when somebody pushes.

Nobody calls in the sandbox, and no credentials for the git host are asked for.
https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Webhook.html.
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.codebuild.exceptions import (
    InvalidInputException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from splitctl.sandbox.aws.codebuild import project_of
from splitctl.sandbox.aws.constraints import violations
from splitctl.sandbox.aws.project_rules import GIT_HOSTS

_Members = dict[str, Any]

# https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html
_PULL_REQUESTS = frozenset(f"PULL_REQUEST_{what}" for what in ("CREATED", "UPDATED", "CLOSED", "REOPENED", "MERGED"))
_EVENTS = _PULL_REQUESTS | {"PUSH", "RELEASED", "PRERELEASED", "WORKFLOW_JOB_QUEUED"}

# https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html
_GITLAB_APPROVERS = ("GITLAB_DEVELOPER", "GITLAB_MAINTAINER", "GITLAB_OWNER")
_GITHUB_APPROVERS = ("GITHUB_WRITE", "GITHUB_MAINTAIN", "GITHUB_ADMIN")
_APPROVERS: Mapping[str, tuple[str, ...]] = {
    "BITBUCKET": ("BITBUCKET_WRITE", "BITBUCKET_ADMIN"),
    "GITHUB": _GITHUB_APPROVERS,
    "GITHUB_ENTERPRISE": _GITHUB_APPROVERS,
    "GITLAB": _GITLAB_APPROVERS,
    "GITLAB_SELF_MANAGED": _GITLAB_APPROVERS,
}


def correct() -> None:
    """Teach moto's CodeBuild the three operations; BatchGetProjects shows the webhook, never its secret."""
    for answer in (create_webhook, update_webhook, delete_webhook):
        setattr(CodeBuildResponse, answer.__name__, answer)


def create_webhook(response: CodeBuildResponse) -> ActionResult:
    """CreateWebhook, for a project whose source is a git host and that has none yet."""
    asked = json.loads(response.body)
    project = project_of(response, asked["projectName"])
    host = project["source"]["type"]
    if host not in GIT_HOSTS:
        raise InvalidInputException(f"Webhooks are not supported for source type {host}")
    _refuse("CreateWebhook", asked)
    if "webhook" in project:
        raise ResourceAlreadyExistsException(f"Webhook already exists for project {project['name']}")
    given = {name: value for name, value in asked.items() if name != "projectName"}
    by_hand = host == "GITHUB_ENTERPRISE" or given.get("manualCreation", False)
    project["webhook"] = {
        "manualCreation": False,
        "payloadUrl": f"https://codebuild.{response.region}.amazonaws.com/webhooks?t={mock_random.get_random_hex(64)}",
        "pullRequestBuildPolicy": {
            "requiresCommentApproval": "ALL_PULL_REQUESTS",
            "approverRoles": list(_APPROVERS[host]),
        },
        "status": "ACTIVE",
        **_completed(given),
        **({} if by_hand else {"url": _url(host, project["source"]["location"])}),
    }
    # CodeBuild tells the secret only where a person has to bring it to the git host, and only this once.
    return ActionResult({"webhook": project["webhook"] | (_new_secret(project["webhook"]) if by_hand else {})})


def update_webhook(response: CodeBuildResponse) -> ActionResult:
    """UpdateWebhook: what is given changes. Branch filter and filter groups take each other's place."""
    asked = json.loads(response.body)
    project = _with_webhook(response, asked["projectName"])
    _refuse("UpdateWebhook", asked)
    given = {name: value for name, value in asked.items() if name not in ("projectName", "rotateSecret")}
    filters = {"branchFilter", "filterGroups"}
    gone = filters if filters & given.keys() else set()
    kept = {name: value for name, value in project["webhook"].items() if name not in gone}
    project["webhook"] = kept | _completed(given)
    secret = _new_secret(project["webhook"]) if asked.get("rotateSecret") else {}
    return ActionResult({"webhook": project["webhook"] | secret})


def delete_webhook(response: CodeBuildResponse) -> EmptyResult:
    """DeleteWebhook."""
    del _with_webhook(response, json.loads(response.body)["projectName"])["webhook"]
    return EmptyResult()


def _with_webhook(response: CodeBuildResponse, name: str) -> _Members:
    project = project_of(response, name)
    if "webhook" not in project:
        raise ResourceNotFoundException(f"No webhook found for project {name}")
    return project


def _completed(given: _Members) -> _Members:
    """What is given, each filter with the default of its exclusion; an empty branch filter is none."""
    groups = given.get("filterGroups", [])
    completed = [[{"excludeMatchedPattern": False} | each for each in group] for group in groups]
    filled = given | ({"filterGroups": completed} if groups else {})
    return {name: value for name, value in filled.items() if value not in ("", [])}


def _url(host: str, location: str) -> str:
    repository, number = location.removesuffix(".git"), mock_random.randint(10**8, 10**9)
    if host == "GITHUB":
        repository = repository.replace("https://github.com/", "https://api.github.com/repos/")
    return f"{repository}/hooks/{number}"


def _new_secret(webhook: _Members) -> _Members:
    webhook["lastModifiedSecret"] = unix_time()
    return {"secret": mock_random.get_random_hex(40), "lastModifiedSecret": webhook["lastModifiedSecret"]}


def _refuse(operation: str, asked: _Members) -> None:
    for path, constraint in violations("codebuild", operation, asked):
        raise InvalidInputException(f"Value at '{path}' failed to satisfy constraint: Member {constraint}")
    for number, group in enumerate(asked.get("filterGroups", []), 1):
        events = [each["pattern"] for each in group if each["type"] == "EVENT"]
        if not events:
            raise InvalidInputException(f"Filter group {number} must contain a filter of type EVENT")
        unknown = {word.strip() for pattern in events for word in pattern.split(",")} - _EVENTS
        if unknown:
            raise InvalidInputException(
                f"Filter group {number} has events that there are not: {', '.join(sorted(unknown))}. "
                f"Valid events are: {', '.join(sorted(_EVENTS))}"
            )
