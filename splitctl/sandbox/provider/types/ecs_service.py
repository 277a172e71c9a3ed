"""aws:ecs/service:Service."""

import time
from typing import Any

from botocore.exceptions import ClientError
from pulumi_aws import ecs

from splitctl.errors import UserError
from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.diff import Change
from splitctl.sandbox.provider.ecs_shapes import meaning, request, shown
from splitctl.sandbox.provider.resource import InitFailedError, NotThereError, ResourceType
from splitctl.sandbox.provider.rollout import RolloutFailedError, primary_id, running, wait_until_steady
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties, without_notes

_STRATEGIES = "capacityProviderStrategies"
_SILENT = frozenset({"forceDelete", "region", "tags"})  # what changes nothing of the tasks
# The official provider waits for minutes until a listener has the target group. Nothing here takes that long.
_LISTENER_SECONDS = 30.0
_EVERY_SECONDS = 0.5


class EcsService(ResourceType):
    """Tasks that are kept running.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html.
    """

    resource, args, service = ecs.Service, ecs.ServiceArgs, "ecs"
    missing = frozenset({"ClusterNotFoundException", "ServiceNotActiveException", "ServiceNotFoundException"})
    replaced_by = frozenset({"cluster", "iamRole", "launchType", "name", "schedulingStrategy"})
    defaults = {  # noqa: RUF012
        "deploymentMaximumPercent": 200,
        "deploymentMinimumHealthyPercent": 100,
        "enableEcsManagedTags": False,
        "enableExecuteCommand": False,
        "schedulingStrategy": "REPLICA",
        "waitForSteadyState": False,
    }
    # Of alarms and circuit breaker the official provider says: a block that is left out is no change.
    computed = frozenset(
        {"alarms", "availabilityZoneRebalancing", "cluster", "deploymentCircuitBreaker", "deploymentConfiguration"}
        | {"deploymentController", "iamRole", "launchType", "platformVersion", "triggers"}
    )
    carried = frozenset({"forceDelete", "forceNewDeployment", "triggers", "waitForSteadyState"})
    allowed = {  # noqa: RUF012
        "availabilityZoneRebalancing": ("ENABLED", "DISABLED"),
        "launchType": ("FARGATE", "EC2"),
        "propagateTags": ("SERVICE", "TASK_DEFINITION", "NONE"),
        "schedulingStrategy": ("REPLICA",),
    }
    refused = frozenset(
        {"deploymentConfiguration", "deploymentController", "iamRole", "orderedPlacementStrategies"}
        | {"placementConstraints", "serviceConnectConfiguration", "serviceRegistries", "sigintRollback"}
        | {"volumeConfiguration", "vpcLatticeConfigurations"}
    )
    auto_name = AutoName()

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type. Classic load balancers, and deployments with two target groups, are not carried out."""
        balancers = inputs.get("loadBalancers")
        given = [each for each in balancers if isinstance(each, dict)] if isinstance(balancers, list) else []
        reason = "the sandbox's aws provider carries out load balancers with one target_group_arn only"
        return super().problems(inputs) + [
            Problem(f"loadBalancers[{index}]", reason)
            for index, each in enumerate(given)
            if each.keys() & {"advancedConfiguration", "elbName"}
        ]

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. Other capacity providers need another deployment, and the official provider asks for it."""
        changed = meaning(old.get(_STRATEGIES)) != meaning(new.get(_STRATEGIES))
        if old and changed and not new.get("forceNewDeployment"):
            raise UserError("force_new_deployment should be true when capacity_provider_strategies is being updated")
        return super().checked(name, seed, old, new, region)

    def create(self, client: Any, inputs: Properties) -> str:
        asked = request(inputs, inputs.keys())
        asked |= {name: inputs[name] for name in ("cluster", "launchType", "schedulingStrategy") if name in inputs}
        if labels := inputs.get("tags"):
            asked["tags"] = tags.pairs(labels, ("key", "value"))
        made = _created(client, serviceName=inputs["name"], **asked)
        self._wait(client, made, inputs, primary_id(made))
        return str(made["serviceArn"])

    def expected_id(self, inputs: Properties) -> str | None:
        return f"{_cluster_name(inputs.get('cluster') or 'default')}/{inputs.get('name')}"

    def find(self, client: Any, inputs: Properties) -> str | None:
        held = self.read_if_there(client, self.expected_id(inputs) or "")
        return str(held["arn"]) if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        held = running(client, *_place(resource_id))
        role = held.get("roleArn", "").partition(":role/")[2]
        return {
            **dict.fromkeys(self.refused),
            **shown(held),
            "arn": held["serviceArn"],
            "cluster": held["clusterArn"],
            "deploymentController": held["deploymentController"],
            "iamRole": f"/{role}" if role else "",
            "launchType": held.get("launchType", ""),
            "name": held["serviceName"],
            "schedulingStrategy": held["schedulingStrategy"],
            "sigintRollback": False,
            "tags": tags.mapping(held.get("tags", [])),
        }

    def proper_id(self, resource_id: str, state: Properties) -> str:
        return str(state["arn"])

    def shown(self, inputs: Properties, held: Properties) -> Properties:
        """As AWS has it, but cluster and task definition in the form that the program gives them in."""
        cluster, definition = inputs.get("cluster", "arn:"), inputs.get("taskDefinition", "")
        short = {} if cluster.startswith("arn:") else {"cluster": _cluster_name(held["cluster"])}
        if not definition.startswith("arn:"):
            short["taskDefinition"] = held["taskDefinition"].rpartition("/")[2]
        return held | short

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        return super().drifted(old_inputs, self.shown(old_inputs, state))

    def last_known(self, inputs: Properties, state: Properties) -> Properties:
        """Where a rollback has undone what the program said, that is what there is."""
        return inputs | {name: state[name] for name in inputs.keys() & {"taskDefinition"} if state.get(name)}

    def changes(self, old: Properties, new: Properties) -> list[Change]:
        return [change for change in super().changes(old, new) if not _is_idle(change.property, old, new)]

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        cluster, name = _place(resource_id)
        held = running(client, cluster, name)
        if "tags" in changed:
            _put_tags(client, held, inputs.get("tags", {}))
        acted = {each for each in changed - _SILENT if each in inputs or each not in self.computed}
        if not acted:
            return
        asked = request(inputs, acted)
        force = inputs.get("forceNewDeployment", False)
        now = client.update_service(cluster=cluster, service=name, forceNewDeployment=force, **asked)["service"]
        begun = primary_id(now)
        self._wait(client, now, inputs, begun if begun != primary_id(held) else None)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        cluster, name = _place(resource_id)
        force = state.get("forceDelete", False)
        if not force:
            client.update_service(cluster=cluster, service=name, desiredCount=0)
        client.delete_service(cluster=cluster, service=name, force=force)

    def _wait(self, client: Any, held: Properties, inputs: Properties, deployment_id: str | None) -> None:
        """Wait if the program asks for it. After a failure Pulumi's state has what was wanted, as officially."""
        if not inputs.get("waitForSteadyState"):
            return
        arn = held["serviceArn"]
        try:
            wait_until_steady(client, held["clusterArn"], arn, deployment_id)
        except RolloutFailedError as error:
            state = self.read(client, arn) | without_notes(inputs)
            raise InitFailedError(arn, state, inputs, str(error)) from error


def _created(client: Any, **asked: Any) -> Properties:
    deadline = time.monotonic() + _LISTENER_SECONDS
    while True:
        try:
            made: Properties = client.create_service(**asked)["service"]
        except ClientError as error:
            if "does not have an associated load balancer" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_EVERY_SECONDS)
        else:
            return made


def _place(resource_id: str) -> tuple[str, str]:
    """The names of cluster and service: `cluster/service`, the form of an import, or the end of an ARN."""
    cluster, _, name = resource_id.rpartition(":service/")[2].partition("/")
    if not name:
        raise NotThereError("DescribeServices", f"service {resource_id}: say cluster/service")
    return cluster, name


def _cluster_name(name_or_arn: str) -> str:
    return name_or_arn.rpartition("/")[2]


def _is_idle(name: str, old: Properties, new: Properties) -> bool:
    """Whether a difference says nothing."""
    before, after = old.get(name), new.get(name)
    if name == "triggers":
        return not new.get("forceNewDeployment") or not after
    if name == "propagateTags":
        before, after = (None if each == "NONE" else each for each in (before, after))
    return bool(meaning(before) == meaning(after))


def _put_tags(client: Any, held: Properties, wanted: Properties) -> None:
    gone, added = tags.changes(tags.mapping(held.get("tags", [])), wanted)
    if gone:
        client.untag_resource(resourceArn=held["serviceArn"], tagKeys=gone)
    if added:
        client.tag_resource(resourceArn=held["serviceArn"], tags=tags.pairs(added, ("key", "value")))
