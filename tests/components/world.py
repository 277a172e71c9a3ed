"""A stand-in for Pulumi's engine that remembers what a program made."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pulumi.runtime
from pulumi.runtime.mocks import MockMonitor

from components.place import Place

ACCOUNT = "123456789012"
REGISTRY = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
PLACE = Place(account=ACCOUNT, region="eu-west-1")
LOOKUPS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com"},
    "aws:index/getRegion:getRegion": {"region": "eu-west-1"},
}
"""What the program may look up: where it is."""


class Monitor(MockMonitor):
    """Remembers the requests too: the mocks see no options in what they are given."""

    def __init__(self, mocks: pulumi.runtime.Mocks) -> None:
        super().__init__(mocks)
        self.requests: dict[tuple[str, str], Any] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 (the name is the protocol's)
        """Remember a request, and answer it."""
        if request.parent:
            self.requests[request.type, request.name] = request
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


class World(pulumi.runtime.Mocks):
    """What was made, by type and name: registration has no order that could be relied on."""

    def __init__(self) -> None:
        self.monitor = Monitor(self)
        self.made: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.registered: dict[str, list[Mapping[str, Any]]] = {}
        """For each component's name, the outputs of each time that it registered some."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Record a resource, and answer as AWS would."""
        # Pulumi refuses a second resource of one name; its mocks would not.
        assert (args.typ, args.name) not in self.made, f"duplicate {args.name}"
        self.made[args.typ, args.name] = args.inputs
        return f"{args.name}-id", args.inputs | _computed(args)

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Answer where the program is, and nothing else: no component looks anything up."""
        return LOOKUPS[args.token], []

    def found(self, kind: str) -> Mapping[str, Any]:
        """The inputs of the one resource of this type."""
        (inputs,) = [inputs for (token, _), inputs in self.made.items() if token == kind]
        return inputs

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
    name = args.inputs.get("name", "")
    match args.typ:
        case "aws:ecr/repository:Repository":
            return {
                "repositoryUrl": f"{REGISTRY}/{name}",
                "arn": f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}",
            }
        case "aws:iam/role:Role":
            return {"arn": f"arn:aws:iam::{ACCOUNT}:role/{name}"}
        case "aws:codebuild/project:Project":
            return {"arn": f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/{name}"}
        case _:
            return {}
