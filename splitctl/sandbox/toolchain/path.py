"""The first way to a Pulumi CLI: the `pulumi` that is on PATH, and what lies beside it."""

import os
import shutil
from pathlib import Path

from splitctl.errors import UserError
from splitctl.sandbox.token import WORLD_VARIABLE

from .cache import cache_root
from .command import StepError, run
from .version import Version, parse

OLDEST = Version(3, 250, 0)
SECONDS = 20.0  # that a `pulumi` on PATH may take to say its version


def find_pulumi() -> tuple[Path, Version] | None:
    """Return the `pulumi` on PATH and its version; None if there is none.

    One that is broken or older than 3.250 raises UserError. It is not passed over in silence, since `pulumi`
    typed by hand would still be that one.
    """
    found = _which("pulumi")
    if found is None:
        return None
    try:
        printed = run([found, "version"], seconds=SECONDS, env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"})
    except StepError as error:
        raise _unfit(found, f"is broken: {error}", "Repair") from error
    version = parse(printed)
    if version is None:
        raise _unfit(found, f"is broken: as its version it prints {printed.strip()[:80]!r}", "Repair")
    if version < OLDEST:
        raise _unfit(found, f"is {version}, older than {OLDEST}", "Upgrade")
    return found, version


def has_language_host(pulumi: Path) -> bool:
    """Tell whether `pulumi` finds a Python language host: beside it, links followed or not, or on PATH."""
    host = "pulumi-language-python"
    beside = os.pathsep.join((str(pulumi.parent), str(pulumi.resolve().parent)))
    return bool(shutil.which(host, path=beside) or _which(host))


def _which(program: str) -> Path | None:
    """Look on PATH, but for our own cache and stand-ins, which are on it within a sandbox."""
    ours = [cache_root(), *map(Path, filter(None, [os.environ.get(WORLD_VARIABLE)]))]
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    others = [folder for folder in folders if not any(Path(folder).is_relative_to(own) for own in ours)]
    found = shutil.which(program, path=os.pathsep.join(others))
    return Path(found).absolute() if found else None


def _unfit(pulumi: Path, why: str, remedy: str) -> UserError:
    return UserError(
        f"The Pulumi CLI on PATH, {pulumi}, {why}. {remedy} it, or take it off PATH so that `make setup`"
        " brings its own."
    )
