"""The SDK's provider servicer, with what it drops put back."""

from collections.abc import Callable
from typing import Any

import grpc
from botocore.exceptions import BotoCoreError, ClientError
from google.protobuf import any_pb2, struct_pb2
from pulumi.provider.experimental import provider as sdk
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from splitctl.errors import UserError
from splitctl.sandbox.provider.aws_provider import AwsProvider
from splitctl.sandbox.provider.patience import limited_to
from splitctl.sandbox.provider.resource import InitFailedError
from splitctl.sandbox.provider.secrecy import Secrets


class AwsServicer(ProviderServicer):
    """Hands on the old inputs to Diff: what the program said last time, or after a refresh what AWS holds."""

    async def Diff(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        """Compare a resource's inputs."""
        asked = _asked(request)
        asked.old_inputs = PropertyValue.unmarshal_map(request.old_inputs)  # type: ignore[attr-defined]
        return _difference(await self._provider.diff(asked))

    async def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        """Compare the provider's own settings."""
        return _difference(await self._provider.diff_config(_asked(request)))

    async def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make a resource, within the time that the program allows."""
        with limited_to(request.timeout):
            return await super().Create(request, context)  # type: ignore[no-untyped-call]

    async def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Change a resource, within the time that the program allows."""
        with limited_to(request.timeout):
            return await super().Update(request, context)  # type: ignore[no-untyped-call]

    async def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """What AWS holds; nothing at all where nothing is, or an import would take it for an empty thing."""
        answer = await super().Read(request, context)  # type: ignore[no-untyped-call]
        return answer if answer.id else provider_pb2.ReadResponse()


class PlainErrors(grpc.aio.ServerInterceptor):  # type: ignore[misc]
    """Turns what the provider raises into the status, and the plain words, that the engine shows.

    Secrets of the request, and those that `also` names, stay secret: AWS likes to repeat what it refuses.
    """

    def __init__(self, also: Callable[[], Secrets] = Secrets) -> None:
        self._also = also

    async def intercept_service(self, continuation: Any, details: Any) -> Any:
        """Wrap the method that is asked for."""
        handler = await continuation(details)
        if handler is None or handler.unary_unary is None:
            return handler

        async def answer(request: Any, context: Any) -> Any:
            try:
                return await handler.unary_unary(request, context)
            except InitFailedError as error:
                await context.abort_with_status(_init_failed(error, self._secrets(request)))
            except (UserError, ClientError, BotoCoreError) as error:
                await context.abort(grpc.StatusCode.UNKNOWN, self._secrets(request).mask(str(error)))

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    def _secrets(self, request: Any) -> Secrets:
        bags = [value for _, value in request.ListFields() if isinstance(value, struct_pb2.Struct)]
        return Secrets.among(*map(PropertyValue.unmarshal_map, bags)) | self._also()


class _Status(grpc.Status):  # type: ignore[misc]
    """A status with details; gRPC wants a class of its own for it."""

    def __init__(self, code: grpc.StatusCode, details: str, trailing_metadata: Any) -> None:
        self.code, self.details, self.trailing_metadata = code, details, trailing_metadata


def _init_failed(error: InitFailedError, secrets: Secrets) -> _Status:
    reason = secrets.mask(str(error))
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=error.resource_id,
            properties=PropertyValue.marshal_map(secrets.seal(error.state)),
            inputs=PropertyValue.marshal_map(secrets.seal(error.inputs)),
            reasons=[reason],
        )
    )
    # The code inside must be the code outside, or the engine does not look at the details.
    code = grpc.StatusCode.UNKNOWN
    status = status_pb2.Status(code=code.value[0], message=reason, details=[detail])
    return _Status(code, reason, (("grpc-status-details-bin", status.SerializeToString()),))


def _asked(request: Any) -> sdk.DiffRequest:
    return sdk.DiffRequest(
        request.urn,
        request.id,
        PropertyValue.unmarshal_map(request.olds),
        PropertyValue.unmarshal_map(request.news),
        list(request.ignoreChanges),
    )


def _difference(answer: sdk.DiffResponse) -> Any:
    kinds = {kind: provider_pb2.PropertyDiff.Kind.Value(kind.name) for kind in sdk.PropertyDiffKind}
    some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=some if answer.changes else none,
        replaces=answer.replaces,
        diffs=answer.diffs,
        deleteBeforeReplace=answer.delete_before_replace,
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=kinds[each.kind], inputDiff=each.input_diff)
            for path, each in answer.detailed_diff.items()
        },
        hasDetailedDiff=bool(answer.detailed_diff),
    )


async def serve(servicer: AwsServicer, provider: AwsProvider) -> None:
    """Serve on a free loopback port, print it as the engine expects, and go on until the process ends."""
    errors = PlainErrors(lambda: provider.secrets)
    server = grpc.aio.server(interceptors=[errors], options=[("grpc.max_receive_message_length", -1)])
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()
