"""The second way to a Pulumi CLI: the official installer, as the `pulumi` SDK brings it."""

import os
import shutil
import sys
from pathlib import Path

from .command import run
from .progress import Progress
from .version import pinned_pulumi

ADDRESS = "https://get.pulumi.com/install.sh"

# Both run in processes of their own: a name lookup and the installer cannot be bounded in time otherwise.
# urllib, and the curl or wget of the installer, honour the proxy variables.
_REACH = """
import sys, urllib.request
try:
    urllib.request.urlopen(sys.argv[1], timeout=5).close()
except OSError as error:
    sys.exit(str(getattr(error, "reason", error)))
"""
_INSTALL = """
import subprocess, sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
try:
    PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
except subprocess.CalledProcessError as error:
    sys.exit((error.output or b"").decode(errors="replace") + str(error))
"""


def install(entry: Path, scratch: Path, progress: Progress) -> None:
    """Put the official `pulumi` and its Python language host into `entry`, without other languages' hosts.

    A machine without internet loses seconds. Raises StepError.

    Not verified where this was written: no machine at hand could reach the installer.
    """
    env = {**os.environ, "TMPDIR": str(scratch)}
    run([sys.executable, "-c", _REACH, ADDRESS], seconds=8, env=env, called=f"reaching {ADDRESS}")
    version = str(pinned_pulumi())
    progress(f"Installing the Pulumi CLI {version} with the official installer, once per user...")
    folder = scratch / "install"
    run(
        [sys.executable, "-c", _INSTALL, folder, version],
        seconds=900,
        env=env,
        called="the official installer",
    )
    for file in (folder / "bin" / "pulumi", *(folder / "bin").glob("*python*")):
        shutil.move(file, entry / file.name)
