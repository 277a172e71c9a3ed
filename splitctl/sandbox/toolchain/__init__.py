"""Getting a Pulumi CLI, by the first of three ways that leads to one.

1. `pulumi` on PATH, 3.250 or newer.
2. The per-user cache; if that has none, the official installer, into the cache.
3. A build from the CLI's Go modules, into the cache.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from splitctl.errors import UserError

from . import build, cache, installer, path
from .cache import cache_root
from .command import StepError
from .version import pinned_pulumi

__all__ = ["PulumiCli", "cache_root", "find_or_make"]


@dataclass(frozen=True)
class PulumiCli:
    """A Pulumi CLI that is ready to run."""

    executable: Path
    version: str  # "3.259.0"
    origin: str  # "PATH", "installed", "built"
    language_exec: Path | None
    """The SDK's `pulumi-language-python-exec` if this CLI has no Python language host, else None."""


def find_or_make(progress: Callable[[str], None]) -> PulumiCli:
    """Find a Pulumi CLI, in 0.1 s, or install one, or build one in about 5 minutes, once per user.

    `progress` gets a line for everything that takes long. Raises UserError if `pulumi` on PATH is broken or
    older than 3.250, if the cache cannot be written, or, with each reason, if every way fails.
    """
    if on_path := path.find_pulumi():
        executable, version = on_path
        needs_exec = not path.has_language_host(executable)
        return PulumiCli(executable, str(version), "PATH", _language_exec(progress) if needs_exec else None)
    entry = cache.obtain(_cli_entry(), lambda new, scratch: _make(new, scratch, progress), progress)
    executable = entry.folder / "pulumi"
    script = None if path.has_language_host(executable) else entry.folder / build.LANGUAGE_EXEC
    return PulumiCli(executable, str(pinned_pulumi()), entry.origin, script)


def _cli_entry() -> str:
    return cache.entry_name("pulumi", pinned_pulumi())


def _make(entry: Path, scratch: Path, progress: Callable[[str], None]) -> str:
    """Put a CLI into `entry`, and return its origin."""
    ways = (
        ("installed", "the official installer", installer.install),
        ("built", "a build from Go modules", build.build),
    )
    tried = [f"- `pulumi` on PATH, {path.OLDEST} or newer: there is none."]
    for origin, name, way in ways:
        try:
            way(entry, scratch, progress)
        except StepError as error:
            tried.append(f"- {name}: {error}.")
        else:
            return origin
    raise UserError(
        "There is no Pulumi CLI, and every way to get one failed:\n"
        + "\n".join(tried)
        + f"\nPut Pulumi {path.OLDEST} or newer on PATH (https://www.pulumi.com/docs/install), or mend one"
        " of these, then run `make setup`. HTTPS_PROXY, GOPROXY and pip's own settings are honoured."
    )


def _language_exec(progress: Callable[[str], None]) -> Path:
    """Return the script for a CLI from PATH without a language host: any cached CLI's, else the module's."""

    def fetch(new: Path, scratch: Path) -> str:
        try:
            build.fetch_language_exec(new, scratch, progress)
        except StepError as error:
            raise UserError(
                "The Pulumi CLI on PATH has no Python language host (`pulumi-language-python`) beside it or"
                f" on PATH, and {build.LANGUAGE_EXEC} for ours cannot be fetched: {error}. Install the"
                " complete CLI (https://www.pulumi.com/docs/install)."
            ) from error
        return "fetched"

    name = cache.entry_name("language-exec", pinned_pulumi())
    entry = cache.find(_cli_entry()) or cache.obtain(name, fetch, progress)
    return entry.folder / build.LANGUAGE_EXEC
