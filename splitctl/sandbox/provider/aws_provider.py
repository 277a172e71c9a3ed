"""The provider itself: Pulumi's operations, each in terms of a type's own tables and calls."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib import metadata
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pulumi.provider.experimental import provider as sdk

from splitctl.errors import UserError
from splitctl.sandbox.provider import creation, diff, session
from splitctl.sandbox.provider.journal import Journal
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.package import package
from splitctl.sandbox.provider.resource import InitFailedError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.secrecy import Bag, Secrets
from splitctl.sandbox.provider.values import UNKNOWN, Properties, plain_map, without_notes


class AwsProvider(sdk.Provider):
    """Serves the types and functions it is given; any other one is an error that says so."""

    def __init__(
        self,
        types: Mapping[str, ResourceType],
        lookups: Mapping[str, Lookup] | None = None,
        journal: Journal | None = None,
    ) -> None:
        """`journal`: what keeps things from being lost if this process is killed; default: nothing does."""
        self._types, self._lookups, self._journal = types, lookups or {}, journal
        self._session: session.Session | None = None

    async def get_schema(self, request: sdk.GetSchemaRequest) -> sdk.GetSchemaResponse:  # noqa: ARG002
        """Describe the types, for what Pulumi generates."""
        return sdk.GetSchemaResponse(json.dumps(package(self._types.values(), metadata.version("pulumi-aws"))))

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
        """Take region and default tags. From now on the engine says what is secret, and expects the same."""
        self._session = session.Session(request.args)
        if self._journal:
            self._journal.settle()
        return sdk.ConfigureResponse(supports_preview=True, accept_secrets=True)

    async def check(self, request: sdk.CheckRequest) -> sdk.CheckResponse:
        """Fill in defaults, and hold the inputs against the argument types of the installed pulumi_aws."""
        kind, new = self._type(request.type), plain_map(request.new_inputs)
        region = self._session.region if self._session else None
        old = plain_map(request.old_inputs) or self._left_behind(kind, request.urn)
        checked = kind.checked(request.name, request.random_seed, old, new, region)
        secrets = Secrets.among({**request.old_inputs, **request.new_inputs})
        return sdk.CheckResponse(
            inputs=secrets.seal(checked),
            failures=[_failure(problem, secrets) for problem in kind.problems(new)],
        )

    async def diff(self, request: sdk.DiffRequest) -> sdk.DiffResponse:
        """Compare inputs with inputs: after a refresh the old ones are what AWS holds."""
        kind = self._type(request.type)
        old, new = plain_map(request.old_inputs), plain_map(request.new_inputs)  # type: ignore[attr-defined]
        old = kind.last_known(old, plain_map(request.old_state))
        found = kind.changes(old, new)
        replaces = kind.replaced({change.property for change in found}, old, new)
        found = [change.replacing() if change.property in replaces else change for change in found]
        detailed = {change.path: sdk.PropertyDiff(change.kind, input_diff=True) for change in found}
        if self._session and self._session.default_tags_changed(plain_map(request.old_state), new):
            detailed["tagsAll"] = sdk.PropertyDiff(sdk.PropertyDiffKind.UPDATE, input_diff=False)
        # What became secret must not stay in the state as it was: an update that changes nothing else seals it.
        for name in self._secrets(request.new_inputs).exposed_by(request.old_state):
            detailed.setdefault(name, sdk.PropertyDiff(sdk.PropertyDiffKind.UPDATE, input_diff=False))
        return sdk.DiffResponse(
            changes=bool(detailed),
            replaces=sorted(replaces),
            diffs=sorted({change.property for change in found}),
            detailed_diff=detailed,
            # Asked of a thing that an interrupted replacement has deleted already, even if nothing changed.
            delete_before_replace=kind.deleted_before_replaced(old, new),
        )

    async def create(self, request: sdk.CreateRequest) -> sdk.CreateResponse:
        """Make it and read it back; in a preview, say what can be known."""
        kind, inputs = self._type(request.type), plain_map(request.properties)
        secrets = self._secrets(request.properties)
        if request.preview:
            return sdk.CreateResponse(properties=secrets.seal(self._planned(kind, inputs), kind.secret_names()))
        try:
            resource_id = await asyncio.to_thread(self._make, kind, request.urn, inputs, secrets)
        except InitFailedError as error:
            raise error.showing(self._shown(kind, inputs, error.state), inputs) from error
        try:
            state = await self._read(kind, kind.address(resource_id, inputs), inputs)
        except (ClientError, BotoCoreError) as error:
            raise InitFailedError(resource_id, without_notes(inputs), inputs, str(error)) from error
        if state is None:
            raise UserError(f"{resource_id} was gone right after it was made")
        return sdk.CreateResponse(resource_id, secrets.seal(state, kind.secret_names()))

    async def read(self, request: sdk.ReadRequest) -> sdk.ReadResponse:
        """What AWS holds now, as outputs and as the inputs that would lead there. Gone: an empty id."""
        kind = self._type(request.type)
        inputs, known = plain_map(request.inputs), plain_map(request.properties)
        state = await self._read(kind, kind.address(request.resource_id, known | inputs), inputs or known)
        if state is None:
            return sdk.ReadResponse(resource_id="")
        secrets, always = self._secrets(request.inputs, request.properties), kind.secret_names()
        seen = kind.drifted(inputs, state) if inputs else kind.imported(state)
        resource_id = kind.proper_id(request.resource_id, state)
        return sdk.ReadResponse(resource_id, secrets.seal(state, always), secrets.seal(seen, always))

    async def update(self, request: sdk.UpdateRequest) -> sdk.UpdateResponse:
        """Change what differs from the last known state, and read it back."""
        kind, inputs = self._type(request.type), plain_map(request.news)
        old, secrets, always = plain_map(request.olds), self._secrets(request.news), kind.secret_names()
        if request.preview:
            planned = {k: v for k, v in old.items() if k not in kind.args_names()} | self._planned(kind, inputs, old)
            return sdk.UpdateResponse(secrets.seal(planned, always))
        tagged = self._of_session.tagged(inputs)
        before = {name: value for name, value in old.items() if name in kind.args_names()}
        before["tags"] = old.get("tagsAll", old.get("tags", {}))
        changed = frozenset(change.property for change in kind.changes(before, tagged))
        address = kind.address(request.resource_id, old | inputs)

        def change() -> None:
            with self._alone(request.urn):
                if not kind.is_never_updated():
                    kind.update(self._client(kind, inputs), request.resource_id, tagged, changed)

        try:
            await asyncio.to_thread(change)
        except InitFailedError as error:
            raise error.showing(self._shown(kind, inputs, error.state), inputs) from error
        except (ClientError, BotoCoreError) as error:
            # Some of it may have happened: keep what AWS holds now, not what was wanted.
            held = await self._read(kind, address, inputs) or old
            raise InitFailedError(request.resource_id, held, inputs, str(error)) from error
        state = await self._read(kind, address, inputs)
        if state is None:
            raise UserError(f"{request.resource_id} is gone: `pulumi up` makes it anew")
        return sdk.UpdateResponse(secrets.seal(state, always))

    async def delete(self, request: sdk.DeleteRequest) -> None:
        """End it; one that is gone already is well."""
        kind, state = self._type(request.type), plain_map(request.properties)
        client = self._client(kind, state)

        def end() -> None:
            with self._alone(request.urn):
                kind.delete(client, request.resource_id, state)

        try:
            await asyncio.to_thread(end)
        except ClientError as error:
            if not kind.is_missing(error):
                raise

    async def invoke(self, request: sdk.InvokeRequest) -> sdk.InvokeResponse:
        """Look something up. One that fails ends the program."""
        if request.tok not in self._lookups:
            raise UserError(
                f"the sandbox's aws provider does not know the function {request.tok}; it knows "
                f"{', '.join(sorted(self._lookups))}. CONTRIBUTING.md says how to add one"
            )
        lookup, asked = self._lookups[request.tok], plain_map(request.args)
        return sdk.InvokeResponse(lookup.sealed(await asyncio.to_thread(lookup.answer, self._of_session, asked)))

    @property
    def secrets(self) -> Secrets:
        """The secrets among the provider's own settings, such as a default tag."""
        return self._session.secrets if self._session else Secrets()

    def _secrets(self, *bags: Bag | None) -> Secrets:
        return Secrets.among(*bags) | self.secrets

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

    async def _read(self, kind: ResourceType, address: str, inputs: Properties) -> Properties | None:
        held = await asyncio.to_thread(kind.read_if_there, self._client(kind, inputs), address)
        return None if held is None else self._shown(kind, inputs, held)

    def _shown(self, kind: ResourceType, inputs: Properties, held: Properties) -> Properties:
        carried = {name: inputs[name] for name in kind.carried if name in inputs}
        return self._of_session.shown(inputs, kind.shown(inputs, held) | carried | self._region(kind, inputs))

    def _region(self, kind: ResourceType, inputs: Properties) -> Properties:
        """Where it is, if it is in a region at all: what IAM has is not."""
        return {"region": inputs.get("region") or self._of_session.region} if "region" in kind.args_names() else {}

    def _alone(self, urn: str) -> AbstractContextManager[None]:
        return self._journal.alone(urn) if self._journal else nullcontext()

    def _make(self, kind: ResourceType, urn: str, inputs: Properties, secrets: Secrets) -> str:
        tagged = self._of_session.tagged(inputs)
        if self._journal is None:
            return kind.create(self._client(kind, inputs), tagged)
        clients = partial(self._client, kind)
        return creation.make(kind, self._journal, clients, urn, tagged, secrets.without(inputs))

    def _left_behind(self, kind: ResourceType, urn: str) -> Properties:
        """The name, if it was made, of what a killed update may have left behind: it gets no second one."""
        note = self._journal.find(urn) if self._journal else None
        if note is None or kind.auto_name is None or not kind.was_auto_named(note.inputs):
            return {}
        return {name: note.inputs[name] for name in (kind.auto_name.property, "__defaults") if name in note.inputs}

    def _planned(self, kind: ResourceType, inputs: Properties, old: Properties | None = None) -> Properties:
        planned = self._region(kind, inputs) | kind.planned(inputs)
        if old is not None:  # what exists keeps what AWS once chose for it
            planned = {name: old.get(name, value) if value == UNKNOWN else value for name, value in planned.items()}
        if "tagsAll" in planned:
            planned["tagsAll"] = self._of_session.tagged(inputs).get("tags", {})
        return planned


def _failure(problem: Problem, secrets: Secrets) -> sdk.CheckFailure:
    path, reason = secrets.mask(problem.path), secrets.mask(problem.reason)
    # The engine repeats the value of a property that is named, even a secret one.
    return sdk.CheckFailure("", f"{path}: {reason}") if secrets.texts else sdk.CheckFailure(path, reason)
