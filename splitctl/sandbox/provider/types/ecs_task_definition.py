"""aws:ecs/taskDefinition:TaskDefinition."""

from typing import Any

from pulumi_aws import ecs

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.containers import as_sent, as_text, mean_the_same
from splitctl.sandbox.provider.diff import Change
from splitctl.sandbox.provider.ecs_shapes import meaning
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties

_CONTAINERS = "containerDefinitions"
_ALIKE = ("cpu", "executionRoleArn", "family", "ipcMode", "memory", "networkMode", "pidMode", "requiresCompatibilities")
_BLOCKS = {"ephemeralStorage": {"sizeInGib": "sizeInGiB"}, "runtimePlatform": {}}
_WITHIN_A_VOLUME = frozenset({"name", "configureAtLaunch"})


class EcsTaskDefinition(ResourceType):
    """What a task consists of. Another content is another revision of its family; the id is the family.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html.
    """

    resource, args, service = ecs.TaskDefinition, ecs.TaskDefinitionArgs, "ecs"
    missing = frozenset[str]()
    replaced_by = frozenset(
        {_CONTAINERS, "ephemeralStorage", "runtimePlatform", "taskRoleArn", "volumes", *_ALIKE}
        | {"enableFaultInjection", "placementConstraints", "proxyConfiguration"}
    )
    defaults = {"skipDestroy": False, "trackLatest": False}  # noqa: RUF012
    computed = frozenset({"enableFaultInjection", "networkMode"})
    carried = frozenset({"skipDestroy", "trackLatest"})
    documents = frozenset({_CONTAINERS})
    refused = frozenset({"enableFaultInjection", "placementConstraints", "proxyConfiguration"})

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; containers are a JSON list, and volumes are empty at first."""
        found = super().problems(inputs)
        given = inputs.get(_CONTAINERS, UNKNOWN)
        if isinstance(given, str) and given != UNKNOWN:
            try:
                as_sent(given)
            except ValueError as error:
                found.append(Problem(_CONTAINERS, f"this is no valid JSON list of container definitions: {error}"))
        volumes = inputs.get("volumes")
        reason = "the sandbox's aws provider carries out volumes that are empty at first only: give a name and no more"
        for index, each in enumerate(volumes if isinstance(volumes, list) else []):
            if isinstance(each, dict) and (each.keys() - _WITHIN_A_VOLUME or each.get("configureAtLaunch")):
                found.append(Problem(f"volumes[{index}]", reason))
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        asked: dict[str, Any] = {name: inputs[name] for name in (*_ALIKE, "taskRoleArn") if inputs.get(name)}
        for name, names in _BLOCKS.items():
            if inputs.get(name):
                asked[name] = {names.get(key, key): value for key, value in inputs[name].items()}
        if volumes := inputs.get("volumes"):
            asked["volumes"] = [{"name": each["name"]} for each in volumes]
        if labels := inputs.get("tags"):
            asked["tags"] = tags.pairs(labels, ("key", "value"))
        made = client.register_task_definition(containerDefinitions=as_sent(inputs[_CONTAINERS]), **asked)
        return str(made["taskDefinition"]["family"])

    def expected_id(self, inputs: Properties) -> str | None:
        return inputs.get("family")

    def find(self, client: Any, inputs: Properties) -> str | None:
        """The family, if its latest revision is what `inputs` describe: another content has yet to be registered."""
        held = self.read_if_there(client, inputs["family"])
        if held is None:
            return None
        known = self.drifted(inputs, held)
        changed = {change.property for change in self.changes(known, inputs)}
        return None if changed & self.replaced_by else str(inputs["family"])

    def deleted_before_replaced(self, old: Properties, new: Properties) -> bool:
        """No: revisions of one family stand side by side."""
        return False

    def address(self, resource_id: str, known: Properties) -> str:
        """The revision that Pulumi knows; or the latest one, if the program tracks that."""
        return resource_id if known.get("trackLatest") else known.get("arn", resource_id)

    def proper_id(self, resource_id: str, state: Properties) -> str:
        return str(state["family"])

    def read(self, client: Any, resource_id: str) -> Properties:
        """Of a revision by its ARN, or of the latest one of a family."""
        try:
            found = client.describe_task_definition(taskDefinition=resource_id, include=["TAGS"])
        except client.exceptions.ClientException as error:  # the code of everything that a client does wrong
            raise _gone(resource_id) from error
        held = found["taskDefinition"]
        if held["status"] != "ACTIVE":
            raise _gone(resource_id)
        storage = held.get("ephemeralStorage")
        return {
            **dict.fromkeys(self.refused),
            **{name: held.get(name) for name in (*_ALIKE, "runtimePlatform", "taskRoleArn")},
            "arn": held["taskDefinitionArn"],
            "arnWithoutRevision": held["taskDefinitionArn"].rpartition(":")[0],
            _CONTAINERS: as_text(held[_CONTAINERS]),
            "enableFaultInjection": held.get("enableFaultInjection", False),
            "ephemeralStorage": storage and {"sizeInGib": storage["sizeInGiB"]},
            "revision": held["revision"],
            "skipDestroy": False,
            "tags": tags.mapping(found.get("tags", [])),
            "trackLatest": False,
            "volumes": [{"name": each["name"]} for each in held.get("volumes", [])],
        }

    def changes(self, old: Properties, new: Properties) -> list[Change]:
        return [change for change in super().changes(old, new) if not _is_idle(change.property, old, new)]

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "tags" not in changed:
            return
        arn, held = self._tagged(client, resource_id)
        gone, added = tags.changes(held, inputs.get("tags", {}))
        if gone:
            client.untag_resource(resourceArn=arn, tagKeys=gone)
        if added:
            client.tag_resource(resourceArn=arn, tags=tags.pairs(added, ("key", "value")))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        if not state.get("skipDestroy"):
            client.deregister_task_definition(taskDefinition=state["arn"])

    def _tagged(self, client: Any, resource_id: str) -> tuple[str, dict[str, str]]:
        held = self.read(client, resource_id)
        return held["arn"], held["tags"]


def _gone(what: str) -> NotThereError:
    return NotThereError("DescribeTaskDefinition", f"active task definition {what}")


def _is_idle(name: str, old: Properties, new: Properties) -> bool:
    """Whether a difference says nothing."""
    before: Plain = old.get(name)
    after: Plain = new.get(name)
    if name == _CONTAINERS:
        return mean_the_same(before, after, awsvpc="awsvpc" in (old.get("networkMode"), new.get("networkMode")))
    return bool(meaning(before) == meaning(after))
