"""A stand-in for Pulumi's engine that remembers what a program made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pulumi
import pulumi.runtime
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor

from components.place import Place

ACCOUNT = "123456789012"
REGISTRY = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
PLACE = Place(account=ACCOUNT, region="eu-west-1")
LOOKUPS: Mapping[str, dict[str, Any]] = {
    "aws:ecs/getClusters:getClusters": {"clusterArns": []},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com"},
    "aws:index/getRegion:getRegion": {"region": "eu-west-1"},
    "aws:ssm/getParametersByPath:getParametersByPath": {"names": [], "values": []},
    "pulumi:pulumi:readStackOutputs": {"outputs": {}, "secretOutputNames": []},
}
"""What the program may look up: where it is, and what its stack was before, which is nothing."""
_COMPUTED = {
    "aws:codebuild/project:Project": {"arn": "arn:aws:codebuild:{here}:project/{name}"},
    "aws:ecr/repository:Repository": {
        "arn": "arn:aws:ecr:{here}:repository/{name}",
        "repositoryUrl": f"{REGISTRY}/{{name}}",
    },
    "aws:ecs/cluster:Cluster": {"arn": "arn:aws:ecs:{here}:cluster/{name}"},
    "aws:ecs/taskDefinition:TaskDefinition": {"arn": "arn:aws:ecs:{here}:task-definition/{family}:7"},
    "aws:iam/role:Role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/{{name}}"},
    "aws:lb/listener:Listener": {"arn": "arn:aws:elasticloadbalancing:{here}:listener/{program}"},
    "aws:lb/listenerRule:ListenerRule": {"arn": "arn:aws:elasticloadbalancing:{here}:listener-rule/{program}"},
    "aws:lb/loadBalancer:LoadBalancer": {
        "arn": "arn:aws:elasticloadbalancing:{here}:loadbalancer/app/{name}/0123",
        "arnSuffix": "app/{name}/0123",
        "dnsName": "{name}-1.eu-west-1.elb.amazonaws.com",
    },
    "aws:lb/targetGroup:TargetGroup": {
        "arn": "arn:aws:elasticloadbalancing:{here}:targetgroup/{name}/4567",
        "arnSuffix": "targetgroup/{name}/4567",
    },
    "aws:scheduler/schedule:Schedule": {"arn": "arn:aws:scheduler:{here}:schedule/default/{name}"},
    "aws:sns/topic:Topic": {"arn": "arn:aws:sns:{here}:{name}"},
    "aws:sqs/queue:Queue": {
        "arn": "arn:aws:sqs:{here}:{name}",
        "url": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/{{name}}",
    },
    "aws:ssm/parameter:Parameter": {"arn": "arn:aws:ssm:{here}:parameter{name}"},
}
"""What AWS says of each type of resource once it is made, from its inputs."""


def names(urns: Iterable[str]) -> set[str]:
    """The names in the program of these resources."""
    return {urn.rsplit("::", 1)[-1] for urn in urns}


class Monitor(MockMonitor):
    """Remembers the requests too: the mocks see no options in what they are given."""

    def __init__(self, mocks: pulumi.runtime.Mocks) -> None:
        super().__init__(mocks)
        self.requests: dict[tuple[str, str], Any] = {}
        self.urns: dict[tuple[str, str], str] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 (the name is the protocol's)
        """Remember a request, and answer it."""
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        if request.parent:
            self.requests[request.type, request.name] = request
            self.urns[request.type, request.name] = response.urn
        return response


class World(pulumi.runtime.Mocks):
    """What was made, by type and name: registration has no order that could be relied on.

    In a preview nothing is: what AWS will say is unknown, ids too.
    """

    def __init__(self, *, preview: bool = False) -> None:
        self.preview = preview
        self.monitor = Monitor(self)
        self.made: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.registered: dict[str, list[Mapping[str, Any]]] = {}
        """For each component's name, the outputs of each time that it registered some."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Record a resource, and answer as AWS would."""
        # Pulumi refuses a second resource of one name; its mocks would not.
        assert (args.typ, args.name) not in self.made, f"duplicate {args.name}"
        self.made[args.typ, args.name] = args.inputs
        computed = _computed(args)
        if self.preview:
            return None, args.inputs | dict.fromkeys(computed, rpc.UNKNOWN)
        return f"{args.name}-id", args.inputs | computed

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Answer where the program is, and nothing else: no component looks anything up."""
        return LOOKUPS[args.token], []

    def found(self, kind: str) -> Mapping[str, Any]:
        """The inputs of the one resource of this type."""
        (inputs,) = self.each(kind).values()
        return inputs

    def each(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """The inputs of all resources of this type, by their names in the program."""
        return {name: inputs for (token, name), inputs in sorted(self.made.items()) if token == kind}

    def kinds(self) -> set[str]:
        """The types of all resources of AWS's."""
        return {token for token, _ in self.made if token.startswith("aws:")}

    def request(self, kind: str) -> Any:
        """The request for the one resource of this type: its options, and what it depends on."""
        (request,) = [request for (token, _), request in self.monitor.requests.items() if token == kind]
        return request

    def run(self, program: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
        """Run `program` to its end, when all is made, and return its outputs."""
        outputs: dict[str, Any] = {}

        # Pulumi's decorator waits for every registration, and raises what an apply raised.
        @pulumi.runtime.test  # type: ignore[untyped-decorator]
        def to_its_end() -> pulumi.Output[None]:
            return pulumi.Output.from_input(program()).apply(outputs.update)

        to_its_end()
        return outputs

    def parents(self) -> dict[tuple[str, str], str]:
        """Return the type of each resource's parent, by the resource's type and name."""
        return {key: request.parent.split("::")[2].split("$")[-1] for key, request in self.monitor.requests.items()}


def _computed(args: pulumi.runtime.MockResourceArgs) -> dict[str, Any]:
    texts = _COMPUTED.get(args.typ, {})
    return {
        key: text.format(here=f"eu-west-1:{ACCOUNT}", program=args.name, **args.inputs) for key, text in texts.items()
    }
