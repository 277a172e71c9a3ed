"""The caller's environment, without what could lead to a real account or make the embedded AWS another one."""

import os
from collections.abc import Mapping

_LEFT_OUT = ("AWS_", "BOTO", "MOTO_", "PULUMI_")


def harmless(caller: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Every variable of `caller` but those of AWS, Pulumi, boto and moto, in whatever case they are written."""
    return {name: value for name, value in caller.items() if not name.upper().startswith(_LEFT_OUT)}
