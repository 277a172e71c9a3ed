"""The policy pack in a process of its own, and with waivers of a test's own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

PACK = Path(__file__).parents[2] / "policy"


@contextmanager
def served(pack: Path) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """Start a pack as Pulumi does, and connect to the port that it prints."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(pack)]
    with subprocess.Popen(command, cwd=pack, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


def pack_with(folder: Path, *entries: dict[str, Any]) -> Path:
    """Copy the pack into a folder, with waivers of these entries. Returns where it is."""
    copy = shutil.copytree(PACK, folder / PACK.name, ignore=shutil.ignore_patterns("__pycache__"))
    # PulumiPolicy.yaml names the environment beside the pack.
    (folder / ".venv").symlink_to(sys.prefix)
    (copy / "waivers.yaml").write_text(json.dumps(entries))
    return copy
