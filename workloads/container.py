"""What every container has, the app's and a sidecar's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builds.secret import SecretReference, is_sensitive
from workloads.names import check_name, check_variable

_USER = re.compile(r"(?P<user>[a-z_][\w.-]*|\d+)(?::(?:[a-z_][\w.-]*|\d+))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Container:
    """What a container is told, and what it may do.

    Raises ValueError for names that cannot be or are not free, for what seems to be a secret where everybody could read
    it, and for root.
    """

    name: str
    """What it is called: lower-case letters, digits and single hyphens, 40 characters at most."""
    command: tuple[str, ...] = ()
    """What runs, word by word, no shell between. Default: the image's own command."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables. Who may look at ECS can read them: no place for secrets. Default: none."""
    secrets: Mapping[str, SecretReference] = field(default_factory=dict)
    """Where secrets lie, by the variables that hold them in the container. They are read when it starts.
    Default: none."""
    user: str | None = None
    """User, by name or number, with `:` and a group if you like. Default: the image's own, for whom its files were
    made. Root is only who the image itself starts as."""
    read_only_root: bool = True
    """Whether the image's files stay as they are. Default: they do; whoever breaks in leaves nothing there."""

    def __post_init__(self) -> None:
        check_name(self.name)
        for name in (*self.variables, *self.secrets):
            check_variable(name)
        for name in sorted(self.variables.keys() & self.secrets.keys()):
            raise ValueError(f'"{name}" is a variable and a secret of {self.name} at once; remove one of them')
        for name, value in self.variables.items():
            if is_sensitive(name, value):
                raise ValueError(
                    f'the variable "{name}" of {self.name} seems to be a secret, and everybody who may look at ECS '
                    "could read it; store it, and say under secrets where it is"
                )
        # The words are not repeated: one of them is the secret.
        if any(is_sensitive("", word) for word in self.command):
            raise ValueError(
                f"the command of {self.name} seems to hold a secret, and everybody who may look at ECS could read it; "
                "store it, say under secrets where it is, and let the program read the variable"
            )
        if self.user is not None:
            _check_user(self.user)


def _check_user(user: str) -> None:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html."""
    found = _USER.fullmatch(user)
    if not found:
        raise ValueError(f'"{user}" cannot be a user; use a name or number, or both with a group, as in 1000:1000')
    if found["user"] == "root" or found["user"].strip("0") == "":
        raise ValueError(
            f'"{user}" is root, and nothing here needs to be; name another, such as 1000:1000, or leave it out for the '
            "image's own"
        )
