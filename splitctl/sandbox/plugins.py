"""Where a sandbox's Pulumi finds its plugins: the plugin folder of its own PULUMI_HOME, and nowhere else."""

import shlex
import shutil
import sys
from importlib import metadata
from pathlib import Path

from splitctl.sandbox.language import EXEC_VARIABLE
from splitctl.sandbox.toolchain import PulumiCli

_HOST = "pulumi-language-python"


def install(home: Path, cli: PulumiCli, *, official_provider: bool = False) -> None:
    """Put the stand-ins that `cli` needs into the PULUMI_HOME `home`, as if they had been installed there.

    They are a language host if `cli` has none beside it, and the aws provider unless the official one is wanted.
    On PATH they could be taken for the real ones, and Pulumi would warn of them in every run.
    """
    if cli.language_exec:
        setting = f"{EXEC_VARIABLE}={shlex.quote(str(cli.language_exec))}"
        _stand_in(_plugin(home, "language-python", cli.version), "splitctl.sandbox.language", setting)
    elif not (cli.executable.resolve().parent / _HOST).exists() and (elsewhere := shutil.which(_HOST)):
        # Plugins on PATH are switched off, but this one is wanted.
        host = _plugin(home, "language-python", cli.version)
        host.unlink(missing_ok=True)
        host.symlink_to(elsewhere)
    if not official_provider:
        _stand_in(_plugin(home, "resource-aws", metadata.version("pulumi-aws")), "splitctl.sandbox.provider")


def _plugin(home: Path, name: str, version: str) -> Path:
    folder = home / "plugins" / f"{name}-v{version}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"pulumi-{name}"


def _stand_in(file: Path, module: str, setting: str = "") -> None:
    # -P: the program's own folder must not be searched for modules of ours.
    new = file.with_suffix(".new")
    new.write_text(f'#!/bin/sh\n{setting} exec {shlex.quote(sys.executable)} -P -m {module} "$@"\n')
    new.chmod(0o755)
    new.replace(file)
