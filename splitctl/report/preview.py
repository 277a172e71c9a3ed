"""`pulumi preview` with a policy pack, and what it leaves behind."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from splitctl.errors import UserError


@dataclass(frozen=True)
class Preview:
    """How a preview ended."""

    code: int
    digest: Mapping[str, Any]
    """Its answer: the steps, with where the program makes each resource. Nothing if it came to none."""
    events: Sequence[str]
    """Its event log, one event on each line: the answer leaves out what policies found."""


def preview(options: Sequence[str]) -> Preview:
    """Run `pulumi preview` in this folder, with these options. What it says besides its answer goes to stderr.

    Raises UserError if there is no Pulumi CLI.
    """
    with tempfile.TemporaryDirectory(prefix="splitctl-report-") as folder:
        log = Path(folder, "events.json")
        # What stays the same is judged, too, and its lines are told only if it is shown.
        shown = ("--json", "--show-sames", "--show-reads", "--event-log", str(log))
        try:
            ran = subprocess.run(
                ["pulumi", "preview", "--non-interactive", "--color", "never", *shown, *options],
                env=os.environ | {"PULUMI_DEBUG_COMMANDS": "true", "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "false"},
                stdout=subprocess.PIPE,
                check=False,
            )
        except FileNotFoundError as error:
            raise UserError(
                "there is no Pulumi CLI on PATH: install it (https://www.pulumi.com/docs/install), or run this in the "
                "sandbox: splitctl sandbox exec -- splitctl report"
            ) from error
        events = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return Preview(ran.returncode, _digest(ran.stdout), events)


def _digest(printed: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(printed)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
