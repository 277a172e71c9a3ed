"""What a type of the sandbox's provider says of itself. The next type is a small class of its own in `types/`."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from splitctl.sandbox.provider import schema
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.diff import same_document
from splitctl.sandbox.provider.drift import seen
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties, has_unknown, is_note, without_notes


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
    allowed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Inputs that take one of a few words."""
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

    def is_missing(self, error: Exception) -> bool:
        """Whether `error` is AWS's way to say that the thing is not there."""
        return isinstance(error, ClientError) and error.response["Error"]["Code"] in self.missing

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """`new` with what the official provider fills in; `__defaults` lists which of it are defaults."""
        defaults = {**self.defaults, **({"region": region} if region else {})}
        filled: Properties = {key: value for key, value in defaults.items() if key not in new}
        if self.auto_name and self.auto_name.property not in new:
            # A name once made stays: another one would replace the resource.
            kept = old.get(self.auto_name.property) if self._was_auto_named(old) else None
            filled[self.auto_name.property] = kept or self.auto_name.make(name, seed)
        stay = {key: old[key] for key in self.computed if key in old and key not in new and key not in filled}
        return {**new, **self._texts(new), **filled, **stay, "__defaults": sorted(filled)}

    def _texts(self, inputs: Properties) -> Properties:
        """The documents that came as objects, as the texts that AWS takes; one with an unknown part is unknown."""
        objects = {key: inputs[key] for key in self.documents if isinstance(inputs.get(key), dict)}
        return {key: UNKNOWN if has_unknown(value) else json.dumps(value) for key, value in objects.items()}

    def problems(self, inputs: Properties) -> list[schema.Problem]:
        """What is wrong with `inputs`, each with the property's path."""
        found = list(schema.problems(self.args, inputs))
        for name, words in self.allowed.items():
            value = inputs.get(name, UNKNOWN)
            if isinstance(value, str) and value != UNKNOWN and value not in words:
                found.append(schema.Problem(name, f"{value!r} is none of: {', '.join(words)}"))
        return found

    def is_replaced_by(self, property_name: str) -> bool:
        """Whether a change of this input needs another resource."""
        return property_name == "region" or property_name in self.replaced_by

    def deleted_before_replaced(self, old: Properties, new: Properties) -> bool:
        """Whether the old one must go first: two things cannot have one name that the program gave them."""
        if not self.auto_name or self._was_auto_named(new):
            return False
        return bool(old.get(self.auto_name.property) == new.get(self.auto_name.property))

    def planned(self, inputs: Properties) -> Properties:
        """The outputs as far as a preview can know them: what AWS will choose is UNKNOWN."""
        state = without_notes(inputs)
        chosen = schema.output_names(self.resource) - self.args_names() | self.computed
        return state | {name: UNKNOWN for name in chosen if name not in state}

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        """The inputs as AWS holds them: those the program gave, and those that left their default behind its back."""
        held = {name: value for name, value in state.items() if name in self.args_names()}
        now: Properties = seen(old_inputs, held, self.computed)
        for name in self.documents & now.keys():
            if same_document(old_inputs.get(name), now[name]):
                now[name] = old_inputs[name]
        return now | {key: value for key, value in old_inputs.items() if is_note(key)}

    def _was_auto_named(self, inputs: Properties) -> bool:
        return self.auto_name is not None and self.auto_name.property in inputs.get("__defaults", [])
