"""What the embedded AWS loads, and when."""

import subprocess
import sys
from itertools import chain
from pathlib import Path

from splitctl.sandbox.aws import server

STARTED = """
import sys
from splitctl.sandbox.aws.server import start
start(0, "token")
print([name for name in ("ec2", "ecr", "ecs", "logs") if f"moto.{name}" in sys.modules])
"""


def test_no_correction_is_forgotten() -> None:
    """Each module of the folder that corrects something is in a table: left out, it would silently do nothing."""
    files = Path(server.__file__).parent.glob("*.py")
    corrections = {file.stem for file in files if "\ndef correct(" in file.read_text()}
    assert corrections == {*server._AT_ONCE, *chain.from_iterable(server._LATER.values())}


def test_a_start_waits_for_no_service() -> None:
    """What a service needs is loaded when it is asked: EC2 alone costs more than the whole start."""
    loaded = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True).stdout
    assert "[]\n" == loaded
