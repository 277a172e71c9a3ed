"""What the configuration may say of any container, the app's and a sidecar's."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

import workloads.container
import workloads.sidecar
from builds.secret import is_sensitive, parse_secret
from settings.part import Part
from settings.refusal import all_of, misplaced
from settings.text import empty_if_null, readable
from workloads.names import check_variable

THIS = "this"
"""Stands in messages for the name, which a value does not know: the key in front of the message has it."""

Variable = Annotated[str, readable(check_variable)]


class Container(Part):
    """A container: what it is told, and what it may do."""

    command: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """What runs, word by word, no shell between. Default: the image's own command."""
    variables: Annotated[dict[Variable, str], BeforeValidator(empty_if_null)] = Field(default_factory=dict)
    """Environment variables. Who may look at ECS can read them: no place for secrets. Default: none."""
    secrets: Annotated[dict[Variable, Annotated[str, readable(parse_secret)]], BeforeValidator(empty_if_null)] = Field(
        default_factory=dict
    )
    """Where secrets lie, by the variables that hold them in the container. Default: none."""
    user: str | None = None
    """User, by name or number, with `:` and a group if you like; not root. Default: the image's own."""
    read_only_root: bool = True
    """Whether the image's files stay as they are. Default: they do."""

    def made(self, **others: Any) -> Any:
        """Return what it is made into; `others` is what has another name there, or another type."""
        places = {name: parse_secret(place) for name, place in self.secrets.items()}
        return super().made(secrets=places, **others)

    # Before anything else looks at them: what is refused for another reason could be repeated.
    @field_validator("command", mode="before")
    @classmethod
    def _says_no_secret(cls, command: Any) -> Any:
        words = command if isinstance(command, list | tuple) else [command]
        if any(is_sensitive("", str(word)) for word in words):
            raise misplaced(
                "a word of it seems to be a secret, and everybody who may look at ECS could read it; store it, say "
                "under secrets where it is, and let the program read the variable"
            )
        return command

    @field_validator("variables", mode="before")
    @classmethod
    def _holds_no_secret(cls, variables: Any) -> Any:
        held = variables.items() if isinstance(variables, dict) else ()
        reason = (
            "this seems to be a secret, and everybody who may look at ECS could read it; store it, and say under "
            "secrets where it is"
        )
        if found := [(str(name),) for name, value in held if is_sensitive(str(name), str(value))]:
            raise all_of((path, misplaced(reason)) for path in found)
        return variables

    @field_validator("secrets")
    @classmethod
    def _are_no_variables(cls, secrets: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        both = sorted(secrets.keys() & info.data.get("variables", {}).keys())
        if both:
            reason = "this is a variable, too; remove one of them"
            raise all_of(((name,), misplaced(reason)) for name in both)
        return secrets


class Sidecar(Container):
    """A container that runs beside the app's in each task."""

    image: str
    """Its image, by digest."""
    essential: bool = True
    """Whether the task ends when it ends, and the app waits for its start. Default: it does."""
    cpu: int | None = None
    """CPU units of the task's that are reserved for it. Default: none; it takes what is left."""
    memory: int | None = None
    """MiB of the task's memory that are reserved for it. Default: it shares the task's."""

    alone: ClassVar[workloads.sidecar.Sidecar] = workloads.sidecar.Sidecar(
        name=THIS, image=f"public.ecr.aws/docker/library/nginx@sha256:{64 * '0'}"
    )

    def made(self, *, name: str = THIS, **others: Any) -> Any:
        """Return the sidecar called `name`."""
        return super().made(name=name, **others)
