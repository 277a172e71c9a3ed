"""What a type of the sandbox's provider says of itself. The next type is a small class of its own in `types/`."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from botocore.exceptions import ClientError, ParamValidationError

from splitctl.sandbox.provider import schema
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.diff import Change, changes, same_document
from splitctl.sandbox.provider.drift import seen, without_empty
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties, has_unknown, is_note, without_notes

# How services say that an id is not even of the right form.
_NO_SUCH_IDS = frozenset(
    {"InvalidInput", "InvalidInputException", "InvalidParameterException", "ValidationError", "ValidationException"}
)


class NotThereError(ClientError):  # type: ignore[misc]
    """Says that a thing is gone where AWS does not: it answers with a list, and the thing is not in it."""

    def __init__(self, operation: str, what: str) -> None:
        super().__init__({"Error": {"Code": "NotThere", "Message": f"there is no {what}"}}, operation)


class InitFailedError(Exception):
    """The resource exists, but not as it should: Pulumi keeps it in its state and tries again in the next update."""

    def __init__(self, resource_id: str, state: Properties, inputs: Properties, reason: str) -> None:
        super().__init__(reason)
        self.resource_id, self.state, self.inputs = resource_id, state, inputs

    def showing(self, state: Properties, inputs: Properties) -> "InitFailedError":
        """The same failure, of a resource that is shown so."""
        return InitFailedError(self.resource_id, state, inputs, str(self))


class ResourceType(ABC):
    """One type of pulumi_aws over boto3: tables first, then the four calls that make, read, change and end it.

    The calls may raise botocore's ClientError, which the engine shows as it is.
    """

    resource: ClassVar[Any]
    """The class in pulumi_aws: gives the token and the outputs."""
    args: ClassVar[Any]
    """Its argument class: gives the inputs, their types and which are required."""
    service: ClassVar[str]
    """boto3's name of the service."""
    missing: ClassVar[frozenset[str]]
    """The error codes by which AWS says that the thing is not there."""

    replaced_by: ClassVar[frozenset[str]] = frozenset()
    """Inputs that AWS cannot change in place. `region` never can be."""
    defaults: ClassVar[Mapping[str, Plain]] = {}
    """Inputs that the official provider fills in when the program leaves them out."""
    computed: ClassVar[frozenset[str]] = frozenset()
    """Inputs, by dotted path, that AWS chooses when the program leaves them out: what it chose is not drift. Left out
    after they were given, they stay as they are."""
    carried: ClassVar[frozenset[str]] = frozenset()
    """Inputs that AWS does not hold: they live in Pulumi's state alone."""
    documents: ClassVar[frozenset[str]] = frozenset()
    """Inputs that are JSON texts, or objects that become such: compared by meaning, so that spacing is no change."""
    allowed: ClassVar[Mapping[str, tuple[str | int, ...]]] = {}
    """Inputs that take one of a few words or numbers."""
    refused: ClassVar[frozenset[str]] = frozenset()
    """Inputs that the sandbox does not carry out: to give one is an error, so that none is silently ignored."""
    auto_name: ClassVar[AutoName | None] = None
    """How the thing is named when the program does not name it."""

    @classmethod
    def token(cls) -> str:
        """The type as Pulumi names it, such as `aws:ecr/repository:Repository`."""
        return str(cls.resource.pulumi_type)

    @classmethod
    def args_names(cls) -> frozenset[str]:
        """The inputs, by the names that Pulumi gives them."""
        return frozenset(schema.input_types(cls.args))

    @classmethod
    def secret_names(cls) -> frozenset[str]:
        """The properties that are secret, whether the program gave them so or not."""
        return schema.secret_names(cls.resource)

    @abstractmethod
    def create(self, client: Any, inputs: Properties) -> str:
        """Make it and return its id."""

    @abstractmethod
    def read(self, client: Any, resource_id: str) -> Properties:
        """What AWS holds of it, by Pulumi's names; `tags` as AWS has them. A ClientError in `missing`: it is gone."""

    @abstractmethod
    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        """Bring the inputs named in `changed` to what `inputs` says."""

    @abstractmethod
    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        """End it. A ClientError in `missing` counts as done."""

    def expected_id(self, inputs: Properties) -> str | None:
        """The id that AWS will give to what `inputs` describe, or None where only AWS can tell.

        Default: the name; of a type without one, the only input that must be given and cannot be changed.
        """
        fixed = schema.required_inputs(self.args) & self.replaced_by - self.documents
        names = [self.auto_name.property] if self.auto_name else list(fixed)
        value = inputs.get(names[0]) if len(names) == 1 else None
        return value if isinstance(value, str) else None

    def address(self, resource_id: str, known: Properties) -> str:  # noqa: ARG002
        """What `read` takes. Default: the id; `known`, its last known inputs and outputs, may say more than that."""
        return resource_id

    def proper_id(self, resource_id: str, state: Properties) -> str:  # noqa: ARG002
        """The id of what `read` found: an import may name it by another one."""
        return resource_id

    def find(self, client: Any, inputs: Properties) -> str | None:
        """The id of what `inputs` describe, if it exists."""
        expected = self.expected_id(inputs)
        try:
            return expected if expected and self.read_if_there(client, expected) is not None else None
        except ParamValidationError:
            return None  # so nothing has that id
        except ClientError as error:
            if error.response["Error"]["Code"] in _NO_SUCH_IDS:
                return None
            raise

    def read_if_there(self, client: Any, resource_id: str) -> Properties | None:
        """As `read`; None if it is not there."""
        try:
            return self.read(client, resource_id)
        except ClientError as error:
            if self.is_missing(error):
                return None
            raise

    def is_missing(self, error: Exception) -> bool:
        """Whether `error` is AWS's way to say that the thing is not there."""
        if isinstance(error, NotThereError):
            return True
        return isinstance(error, ClientError) and error.response["Error"]["Code"] in self.missing

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """`new` with what the official provider fills in; `__defaults` lists which of it are defaults."""
        regional = region and "region" in self.args_names()  # IAM's types are of no region
        defaults = {**self.defaults, **({"region": region} if regional else {})}
        filled: Properties = {key: value for key, value in defaults.items() if key not in new}
        if self.auto_name and self.auto_name.property not in new:
            # A name once made stays: another one would replace the resource.
            kept = old.get(self.auto_name.property) if self._keeps_its_name(old, new) else None
            filled[self.auto_name.property] = kept or self._made_name(self.auto_name, name, seed, new)
        stay = {key: old[key] for key in self.computed if key in old and key not in new and key not in filled}
        return {**new, **self._texts(new), **filled, **stay, "__defaults": sorted(filled)}

    def _keeps_its_name(self, old: Properties, new: Properties) -> bool:
        return self.was_auto_named(old) and new.get("namePrefix") in (None, old.get("namePrefix"))

    def _made_name(self, how: AutoName, name: str, seed: bytes, new: Properties) -> str:
        prefix = new.get("namePrefix")
        if prefix == UNKNOWN:
            return UNKNOWN
        return how.make_after(prefix, name, seed) if prefix else how.make(name, seed)

    def _texts(self, inputs: Properties) -> Properties:
        """The documents that came as objects, as the texts that AWS takes; one with an unknown part is unknown."""
        objects = {key: inputs[key] for key in self.documents if isinstance(inputs.get(key), dict)}
        return {key: UNKNOWN if has_unknown(value) else json.dumps(value) for key, value in objects.items()}

    def problems(self, inputs: Properties) -> list[schema.Problem]:
        """What is wrong with `inputs`, each with the property's path."""
        found = list(schema.problems(self.args, inputs))
        for name, words in self.allowed.items():
            value = inputs.get(name, UNKNOWN)
            if isinstance(value, str | int) and value != UNKNOWN and value not in words:
                found.append(schema.Problem(name, f"{value!r} is none of: {', '.join(map(str, words))}"))
        reason = "the sandbox's aws provider does not carry this input out; leave it out, or use the official provider"
        found += [schema.Problem(name, reason) for name in sorted(self.refused & inputs.keys())]
        if self.auto_name and {"namePrefix", self.auto_name.property} <= inputs.keys() - self.refused:
            found.append(schema.Problem("namePrefix", f"leave it out, or {self.auto_name.property}"))
        return found

    def last_known(self, inputs: Properties, state: Properties) -> Properties:  # noqa: ARG002
        """The last inputs, to hold the program's against. `state`: the outputs that the last update found."""
        return inputs

    def changes(self, old: Properties, new: Properties) -> list[Change]:
        """The differences between two bags of inputs."""
        return changes(old, new, self.documents)

    def is_replaced_by(self, property_name: str) -> bool:
        """Whether a change of this input needs another resource."""
        return property_name == "region" or property_name in self.replaced_by

    def replaced(self, names: AbstractSet[str], old: Properties, new: Properties) -> frozenset[str]:  # noqa: ARG002
        """Those of the inputs in `names` whose change from `old` to `new` needs another resource."""
        return frozenset(filter(self.is_replaced_by, names))

    def shown(self, inputs: Properties, held: Properties) -> Properties:  # noqa: ARG002
        """The outputs: what AWS holds of what `inputs` describe."""
        return held

    def is_never_updated(self) -> bool:
        """Whether every input replaces: an update then changes nothing but what is secret in Pulumi's state."""
        return all(self.is_replaced_by(name) for name in self.args_names())

    def deleted_before_replaced(self, old: Properties, new: Properties) -> bool:
        """Whether the old one must go first: two things cannot have one id that the program's inputs lead to."""
        expected = None if self.was_auto_named(new) else self.expected_id(new)
        return expected is not None and expected == self.expected_id(old)

    def planned(self, inputs: Properties) -> Properties:
        """The outputs as far as a preview can know them: what AWS will choose is UNKNOWN."""
        state = without_notes(inputs)
        whole = {name for name in self.computed if "." not in name}
        chosen = schema.output_names(self.resource) - self.args_names() | whole
        return state | {name: UNKNOWN for name in chosen if name not in state}

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        """The inputs as AWS holds them: those the program gave, and those that left their default behind its back."""
        held = {name: value for name, value in state.items() if name in self.args_names()}
        now: Properties = seen(old_inputs, held, self.computed)
        for name in self.documents & now.keys():
            if same_document(old_inputs.get(name), now[name]):
                now[name] = old_inputs[name]
        return now | {key: value for key, value in old_inputs.items() if is_note(key)}

    def imported(self, state: Properties) -> Properties:
        """The inputs that a program needs to describe what exists as it is: all that AWS holds and is not empty."""
        told = self.args_names() - self.refused - {"namePrefix"}  # its name says it all
        held = {name: value for name, value in state.items() if name in told}
        found: Properties = without_empty(held)
        return found

    def was_auto_named(self, inputs: Properties) -> bool:
        """Whether the name in `inputs` was made, and not given."""
        return self.auto_name is not None and self.auto_name.property in inputs.get("__defaults", [])
