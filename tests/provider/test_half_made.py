"""A resource that was made, but not as it should be, stays known to Pulumi."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
import pytest
from botocore.exceptions import ClientError
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2
from pulumi_aws import ecr

from splitctl.sandbox.provider.aws_provider import AwsProvider
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.servicer import AwsServicer, PlainErrors
from splitctl.sandbox.provider.values import Properties

URN = "urn:pulumi:test::small::aws:ecr/repository:Repository::web"


def throttled(operation: str) -> ClientError:
    """AWS's answer to too many calls."""
    return ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, operation)


class Stubborn(ResourceType):
    """A type whose calls fail where they are told to."""

    resource, args, service = ecr.Repository, ecr.RepositoryArgs, "ecr"
    missing = frozenset({"RepositoryNotFoundException"})

    def __init__(self) -> None:
        self.held: Properties = {}
        self.failing: set[str] = set()

    def _may(self, operation: str) -> None:
        if operation in self.failing:
            raise throttled(operation)

    def create(self, client: Any, inputs: Properties) -> str:
        assert client
        self._may("create")
        self.held = {"name": inputs["name"], "tags": inputs.get("tags", {})}
        return str(inputs["name"])

    def read(self, client: Any, resource_id: str) -> Properties:
        assert client
        assert resource_id
        self._may("read")
        return dict(self.held)

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        assert client
        assert resource_id
        assert {"tags"} == changed
        self.held["tags"] = dict(list(inputs["tags"].items())[:1])
        self._may("update")

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        raise AssertionError("not in these tests")


def struct(**fields: Any) -> struct_pb2.Struct:
    """Properties as the engine sends them."""
    made = struct_pb2.Struct()
    made.update(fields)
    return made


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Stubborn:
    """The type, and an endpoint that nothing is ever sent to."""
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
    }.items():
        monkeypatch.setenv(name, value)
    return Stubborn()


def asked(kind: Stubborn, ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """What the provider answers over the wire, as the engine asks it."""

    async def ask_it() -> Any:
        server = grpc.aio.server(interceptors=[PlainErrors()])
        servicer = AwsServicer([], "7.0.0", AwsProvider({kind.token(): kind}), "")
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
                stub = provider_pb2_grpc.ResourceProviderStub(channel)
                await stub.Configure(provider_pb2.ConfigureRequest(args=struct(region="eu-west-1")))
                return await ask(stub)
        finally:
            await server.stop(None)

    return asyncio.run(ask_it())


def half_made(error: grpc.aio.AioRpcError) -> Any:
    """The detail that tells the engine to keep the resource in its state."""
    (found,) = [value for key, value in error.trailing_metadata() if key == "grpc-status-details-bin"]
    status = status_pb2.Status.FromString(found)
    assert status.code == error.code().value[0]
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    return detail


def test_a_resource_that_cannot_be_read_back_is_kept(kind: Stubborn) -> None:
    """It exists: to forget it would leave it behind, and make the next update fail on its name."""
    kind.failing = {"read"}
    request = provider_pb2.CreateRequest(urn=URN, properties=struct(name="web"))
    with pytest.raises(grpc.aio.AioRpcError, match="slow down") as raised:
        asked(kind, lambda stub: stub.Create(request))
    detail = half_made(raised.value)
    assert ("web", {"name": "web"}) == (detail.id, json_format.MessageToDict(detail.properties))


def test_a_resource_that_was_never_made_is_not_kept(kind: Stubborn) -> None:
    """A failed create is an error, and nothing more."""
    kind.failing = {"create"}
    request = provider_pb2.CreateRequest(urn=URN, properties=struct(name="web"))
    with pytest.raises(grpc.aio.AioRpcError, match="slow down") as raised:
        asked(kind, lambda stub: stub.Create(request))
    assert "grpc-status-details-bin" not in dict(raised.value.trailing_metadata() or ())


def test_a_half_done_update_keeps_what_aws_holds(kind: Stubborn) -> None:
    """Not what was wanted, or the next update would find nothing to do."""
    kind.held = {"name": "web", "tags": {}}
    kind.failing = {"update"}
    request = provider_pb2.UpdateRequest(
        urn=URN,
        id="web",
        olds=struct(name="web", tags={}, tagsAll={}),
        news=struct(name="web", tags={"a": "1", "b": "2"}),
    )
    with pytest.raises(grpc.aio.AioRpcError, match="slow down") as raised:
        asked(kind, lambda stub: stub.Update(request))
    assert {"a": "1"} == json_format.MessageToDict(half_made(raised.value).properties)["tags"]


def test_a_preview_calls_nothing(kind: Stubborn) -> None:
    """Create and update of a preview answer with what can be known, whatever AWS would say."""
    kind.failing = {"create", "read", "update"}
    create = provider_pb2.CreateRequest(urn=URN, properties=struct(name="web"), preview=True)
    made = json_format.MessageToDict(asked(kind, lambda stub: stub.Create(create)).properties)
    assert ("web", "eu-west-1") == (made["name"], made["region"])
    update = provider_pb2.UpdateRequest(
        urn=URN, id="web", olds=struct(name="web", arn="arn:1"), news=struct(name="web", forceDelete=True), preview=True
    )
    changed = json_format.MessageToDict(asked(kind, lambda stub: stub.Update(update)).properties)
    assert ("arn:1", True) == (changed["arn"], changed["forceDelete"])


def test_an_update_of_what_is_gone_says_so(kind: Stubborn) -> None:
    """Read as gone: the error names the remedy."""
    kind.held = {"name": "web", "tags": {}}

    def gone(client: Any, resource_id: str) -> Properties:
        assert client
        raise ClientError({"Error": {"Code": "RepositoryNotFoundException", "Message": resource_id}}, "read")

    kind.read = gone  # type: ignore[method-assign]
    request = provider_pb2.UpdateRequest(
        urn=URN, id="web", olds=struct(name="web", tagsAll={}), news=struct(name="web", tags={"a": "1"})
    )
    with pytest.raises(grpc.aio.AioRpcError, match="web is gone: `pulumi up` makes it anew"):
        asked(kind, lambda stub: stub.Update(request))
    read = asked(kind, lambda stub: stub.Read(provider_pb2.ReadRequest(urn=URN, id="web")))
    assert not read.id
