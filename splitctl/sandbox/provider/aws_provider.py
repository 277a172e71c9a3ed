"""The provider itself: Pulumi's operations, each in terms of a type's own tables and calls."""

import asyncio
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pulumi.provider.experimental import provider as sdk

from splitctl.errors import UserError
from splitctl.sandbox.provider import diff, session
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties, plain_map, without_notes, wrapped_map


class InitFailedError(Exception):
    """The resource exists, but not as it should: Pulumi keeps it in its state and tries again in the next update."""

    def __init__(self, resource_id: str, state: Properties, inputs: Properties, reason: str) -> None:
        super().__init__(reason)
        self.resource_id, self.state, self.inputs = resource_id, state, inputs


class AwsProvider(sdk.Provider):
    """Serves the types it is given; any other one is an error that says so."""

    def __init__(self, types: Mapping[str, ResourceType]) -> None:
        self._types = types
        self._session: session.Session | None = None

    async def check_config(self, request: sdk.CheckRequest) -> sdk.CheckResponse:
        """Refuse settings that the sandbox would silently ignore."""
        found = session.configuration_problems(request.new_inputs)
        failures = [sdk.CheckFailure(name, reason) for name, reason in found]
        return sdk.CheckResponse(inputs=request.new_inputs, failures=failures)

    async def diff_config(self, request: sdk.DiffRequest) -> sdk.DiffResponse:
        """Another region is another provider, and so are all its resources."""
        old, new = plain_map(request.old_state), plain_map(request.new_inputs)
        changed = sorted({change.property for change in diff.changes(old, new)})
        replaces = [name for name in changed if name == "region"]
        return sdk.DiffResponse(changes=bool(changed), replaces=replaces, diffs=changed)

    async def configure(self, request: sdk.ConfigureRequest) -> sdk.ConfigureResponse:
        """Take region and default tags. The engine itself keeps secret what came in secret."""
        self._session = session.Session(plain_map(request.args))
        return sdk.ConfigureResponse(supports_preview=True)

    async def check(self, request: sdk.CheckRequest) -> sdk.CheckResponse:
        """Fill in defaults, and hold the inputs against the argument types of the installed pulumi_aws."""
        kind = self._type(request.type)
        new = plain_map(request.new_inputs)
        problems = kind.problems(new)
        region = self._session.region if self._session else None
        checked = kind.checked(request.name, request.random_seed, plain_map(request.old_inputs), new, region)
        return sdk.CheckResponse(
            inputs=wrapped_map(checked),
            failures=[sdk.CheckFailure(problem.path, problem.reason) for problem in problems],
        )

    async def diff(self, request: sdk.DiffRequest) -> sdk.DiffResponse:
        """Compare inputs with inputs: after a refresh the old ones are what AWS holds."""
        kind = self._type(request.type)
        old, new = plain_map(request.old_inputs), plain_map(request.new_inputs)  # type: ignore[attr-defined]
        found = diff.changes(old, new, kind.documents)
        found = [change.replacing() if kind.is_replaced_by(change.property) else change for change in found]
        replaces = sorted({change.property for change in found if kind.is_replaced_by(change.property)})
        detailed = {change.path: sdk.PropertyDiff(change.kind, input_diff=True) for change in found}
        if self._default_tags_changed(plain_map(request.old_state), new):
            detailed["tagsAll"] = sdk.PropertyDiff(sdk.PropertyDiffKind.UPDATE, input_diff=False)
        return sdk.DiffResponse(
            changes=bool(detailed),
            replaces=replaces,
            diffs=sorted({change.property for change in found}),
            detailed_diff=detailed,
            delete_before_replace=bool(replaces) and kind.deleted_before_replaced(old, new),
        )

    async def create(self, request: sdk.CreateRequest) -> sdk.CreateResponse:
        """Make it and read it back; in a preview, say what can be known."""
        kind, inputs = self._type(request.type), plain_map(request.properties)
        if request.preview:
            return sdk.CreateResponse(properties=wrapped_map(self._planned(kind, inputs)))
        client = self._client(kind, inputs)
        resource_id = await asyncio.to_thread(kind.create, client, self._of_session.tagged(inputs))
        try:
            state = await self._read(kind, resource_id, inputs)
        except (ClientError, BotoCoreError) as error:
            raise InitFailedError(resource_id, without_notes(inputs), inputs, str(error)) from error
        if state is None:
            raise UserError(f"{resource_id} was gone right after it was made")
        return sdk.CreateResponse(resource_id, wrapped_map(state))

    async def read(self, request: sdk.ReadRequest) -> sdk.ReadResponse:
        """What AWS holds now, as outputs and as the inputs that would lead there. Gone: an empty id."""
        kind = self._type(request.type)
        inputs = plain_map(request.inputs)
        known = plain_map(request.properties)
        state = await self._read(kind, request.resource_id, inputs or known)
        if state is None:
            return sdk.ReadResponse(resource_id="")
        seen = kind.drifted(inputs, state)
        return sdk.ReadResponse(request.resource_id, wrapped_map(state), wrapped_map(seen))

    async def update(self, request: sdk.UpdateRequest) -> sdk.UpdateResponse:
        """Change what differs from the last known state, and read it back."""
        kind, inputs = self._type(request.type), plain_map(request.news)
        old = plain_map(request.olds)
        if request.preview:
            planned = {k: v for k, v in old.items() if k not in kind.args_names()} | self._planned(kind, inputs, old)
            return sdk.UpdateResponse(wrapped_map(planned))
        tagged = self._of_session.tagged(inputs)
        before = {name: value for name, value in old.items() if name in kind.args_names()}
        before["tags"] = old.get("tagsAll", old.get("tags", {}))
        changed = frozenset(change.property for change in diff.changes(before, tagged, kind.documents))
        client = self._client(kind, inputs)
        try:
            await asyncio.to_thread(kind.update, client, request.resource_id, tagged, changed)
        except (ClientError, BotoCoreError) as error:
            # Some of it may have happened: keep what AWS holds now, not what was wanted.
            held = await self._read(kind, request.resource_id, inputs) or old
            raise InitFailedError(request.resource_id, held, inputs, str(error)) from error
        state = await self._read(kind, request.resource_id, inputs)
        if state is None:
            raise UserError(f"{request.resource_id} is gone: `pulumi up` makes it anew")
        return sdk.UpdateResponse(wrapped_map(state))

    async def delete(self, request: sdk.DeleteRequest) -> None:
        """End it; one that is gone already is well."""
        kind, state = self._type(request.type), plain_map(request.properties)
        try:
            await asyncio.to_thread(kind.delete, self._client(kind, state), request.resource_id, state)
        except ClientError as error:
            if not kind.is_missing(error):
                raise

    async def invoke(self, request: sdk.InvokeRequest) -> sdk.InvokeResponse:
        """Refuse: the project looks nothing up so far."""
        raise UserError(f"the sandbox's aws provider does not know the function {request.tok}")

    @property
    def _of_session(self) -> session.Session:
        if self._session is None:
            raise UserError("the aws provider is not configured yet: its settings are only known in the update")
        return self._session

    def _type(self, qualified: str) -> ResourceType:
        token = qualified.rsplit("$", 1)[-1]  # without the components around it
        if token not in self._types:
            raise UserError(
                f"the sandbox's aws provider does not know the type {token}; it knows "
                f"{', '.join(sorted(self._types))}. CONTRIBUTING.md says how to add one"
            )
        return self._types[token]

    def _client(self, kind: ResourceType, inputs: Properties) -> Any:
        return self._of_session.client(kind.service, inputs.get("region"))

    async def _read(self, kind: ResourceType, resource_id: str, inputs: Properties) -> Properties | None:
        client = self._client(kind, inputs)
        try:
            held = await asyncio.to_thread(kind.read, client, resource_id)
        except ClientError as error:
            if kind.is_missing(error):
                return None
            raise
        carried = {name: inputs[name] for name in kind.carried if name in inputs}
        region = inputs.get("region") or self._of_session.region
        return self._of_session.shown(inputs, held | carried | {"region": region})

    def _planned(self, kind: ResourceType, inputs: Properties, old: Properties | None = None) -> Properties:
        planned = kind.planned(inputs)
        if old is not None:  # what exists keeps what AWS once chose for it
            planned = {name: old.get(name, value) if value == UNKNOWN else value for name, value in planned.items()}
        planned.setdefault("region", self._of_session.region)
        if "tagsAll" in planned:
            planned["tagsAll"] = self._of_session.tagged(inputs).get("tags", {})
        return planned

    def _default_tags_changed(self, old_state: Properties, new: Properties) -> bool:
        if "tagsAll" not in old_state or self._session is None or new.get("tags") == UNKNOWN:
            return False
        old_own: Plain = old_state.get("tags") or {}
        before = {k: v for k, v in old_state["tagsAll"].items() if k not in old_own}
        own = new.get("tags") or {}
        return before != {k: v for k, v in self._session.default_tags.items() if k not in own}
