"""The plain environment variables of builds and containers, which whoever may look at them can read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy.containers import EXPRESS_SERVICE, containers, of_go
from policy.model import PROJECT, Resource

_SECRET_NAME = re.compile(
    r"(PASSWORD|PASSWD|PWD|(?<![A-Z])PASS|SECRET|TOKEN|CREDENTIALS?"
    r"|(API|ACCESS|PRIVATE|SECRET|SSH|SIGNING|ENCRYPTION|DEPLOY)_?KEY)(_\d+)?\Z|\AAWS_ACCESS_KEY_ID\Z",
    re.IGNORECASE,
)
# How AWS, GitHub, GitLab, npm, Slack and Stripe begin their keys; web tokens, private keys, URLs with a password.
_SECRET_VALUE = re.compile(
    r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20}|\bgithub_pat_\w|\bglpat-\w|\bnpm_\w{20}|\bxox[abp]-\w|\bsk_live_\w"
    r"|\beyJ[\w-]+\.eyJ|-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@]*:[^\s@]+@"
)
# Nothing, a switch, or where something lies: an ARN, a URL, a path.
_NO_SECRET = re.compile(r"|true|false|arn:.+|\w+://.+|(/[\w.-]+){2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Variable:
    """A variable, as far as it is known."""

    place: str
    """Where the resource says it."""
    name: Any
    value: Any

    @property
    def is_secret(self) -> bool:
        """Whether it is likely to be one, by how its name ends or its value begins. What is not known is not."""
        if not isinstance(self.value, str):
            return False
        if _SECRET_VALUE.search(self.value):
            return True
        named = isinstance(self.name, str) and _SECRET_NAME.search(self.name)
        return bool(named) and not _NO_SECRET.fullmatch(self.value)


def variables(resource: Resource) -> Iterator[Variable]:
    """List the variables whose values a resource holds itself. Those that say where a value lies are left out."""
    if resource.type == PROJECT:
        environment = resource.props.get("environment")
        listed = environment.get("environmentVariables") if isinstance(environment, Mapping) else None
        yield from _listed(listed, "environment.environmentVariables")
    wanted = "environments" if resource.type == EXPRESS_SERVICE else "environment"
    for place, container in containers(resource):
        if isinstance(container, Mapping):
            for key in of_go(container, wanted):
                yield from _listed(container[key], f"{place}.{key}")


def _listed(entries: Any, place: str) -> Iterator[Variable]:
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, Mapping):
            continue
        said = {key.lower(): value for key, value in entry.items()}
        if said.get("type") in (None, "PLAINTEXT"):
            yield Variable(f"{place}[{index}]", said.get("name"), said.get("value"))
