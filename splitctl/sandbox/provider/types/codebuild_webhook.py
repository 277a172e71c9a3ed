"""aws:codebuild/webhook:Webhook."""

from typing import Any

from pulumi_aws import codebuild

from splitctl.errors import UserError
from splitctl.sandbox.provider.nested import filled, told
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.types.codebuild_project import project
from splitctl.sandbox.provider.values import Properties

_NESTED_DEFAULTS = {"filterGroups.filters.excludeMatchedPattern": False}


class CodebuildWebhook(ResourceType):
    """What starts a build when somebody pushes.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html.
    """

    resource, args, service = codebuild.Webhook, codebuild.WebhookArgs, "codebuild"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"projectName", "scopeConfiguration"})
    computed = frozenset({"pullRequestBuildPolicy", "pullRequestBuildPolicy.approverRoles"})
    allowed = {"buildType": ("BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD")}  # noqa: RUF012
    # Its point is the secret, which AWS tells once, to whoever makes the webhook: no state would keep it here.
    refused = frozenset({"manualCreation"})

    def problems(self, inputs: Properties) -> list[Problem]:
        found = super().problems(inputs)
        if inputs.keys() >= {"branchFilter", "filterGroups"}:
            found.append(Problem("branchFilter", "give this one or filterGroups, not both"))
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        complete: Properties = filled(new, _NESTED_DEFAULTS)
        return super().checked(name, seed, old, complete, region)

    def create(self, client: Any, inputs: Properties) -> str:
        name: str = inputs["projectName"]
        if project(client, name)["source"]["type"] == "GITHUB_ENTERPRISE":
            raise UserError(
                f"the sandbox's aws provider makes no webhook for {name}: its source is GitHub Enterprise, where AWS "
                "tells the secret once, and no state would keep it here; use the official provider"
            )
        given = {key: inputs[key] for key in ("scopeConfiguration",) if key in inputs}
        client.create_webhook(**_settings(inputs), **given)
        return name

    def read(self, client: Any, resource_id: str) -> Properties:
        held = project(client, resource_id)
        webhook = held.get("webhook")
        if webhook is None:
            raise NotThereError("BatchGetProjects", f"webhook of CodeBuild project {resource_id}")
        return {
            "branchFilter": webhook.get("branchFilter", ""),
            "buildType": webhook.get("buildType", ""),
            "filterGroups": [{"filters": filters} for filters in webhook.get("filterGroups", [])],
            "manualCreation": webhook.get("manualCreation", False),
            "payloadUrl": webhook["payloadUrl"],
            "projectName": held["name"],
            "pullRequestBuildPolicy": webhook.get("pullRequestBuildPolicy"),
            "scopeConfiguration": webhook.get("scopeConfiguration"),
            "secret": "",
            "url": webhook.get("url", ""),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        # An empty branch filter takes filter groups away as well, where the program has neither any more.
        neither = {} if inputs.keys() & {"branchFilter", "filterGroups"} else {"branchFilter": ""}
        client.update_webhook(**_settings(inputs), **neither, rotateSecret=False)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_webhook(projectName=resource_id)

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        said: Properties = told(old_inputs, state, {}, _NESTED_DEFAULTS.keys())
        return super().drifted(old_inputs, said)


def _settings(inputs: Properties) -> dict[str, Any]:
    """What an update can change too, as AWS takes it."""
    names = ("branchFilter", "buildType", "projectName", "pullRequestBuildPolicy")
    asked: dict[str, Any] = {name: inputs[name] for name in names if name in inputs}
    if groups := inputs.get("filterGroups"):
        asked["filterGroups"] = [group.get("filters", []) for group in groups]
    return asked
