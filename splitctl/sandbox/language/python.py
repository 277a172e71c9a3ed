"""The interpreter that a Pulumi program or plugin runs on."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def interpreter(root: Path, options: Mapping[str, Any]) -> Path:
    """The Python of the `virtualenv` that Pulumi.yaml's runtime options name, relative to `root`.

    Default: the interpreter that runs this host. Raises FileNotFoundError, with the remedy, if the named
    environment has no Python.
    """
    name = options.get("virtualenv")
    if not name:
        return Path(sys.executable)
    python = root / str(name) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        raise FileNotFoundError(f"{root / str(name)} is not a virtual environment: run `make setup`")
    return python
