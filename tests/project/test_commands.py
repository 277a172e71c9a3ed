"""The commands that the README shows, each as a stranger types it in a fresh terminal."""

import subprocess
import sys

from tests.conftest import ROOT


def test_a_pull_requests_check(cli: object) -> None:
    """Preview of prod with the pack on, in a world of its own, without `stack init`; the tree stays as it was."""
    assert cli
    command = ["pulumi", "preview", "--stack", "prod", "--policy-pack", "policy"]
    ran = subprocess.run(
        [sys.executable, "-m", "splitctl", "sandbox", "exec", "--fresh", "--", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "+ 9 to create" in ran.stdout
    assert "✅ split-pipelines" in ran.stdout


def tree() -> tuple[str, bytes]:
    """What git says of the working tree, and a stack file, which Pulumi likes to write into."""
    shown = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    return shown.stdout, (ROOT / "Pulumi.prod.yaml").read_bytes()


def test_the_demo(cli: object) -> None:
    """It ends with what exists, how long each phase took and how to go on; the working tree is as it was."""
    assert cli
    before = tree()
    ran = subprocess.run(
        [sys.executable, "-m", "splitctl.demo"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert before == tree()
    _, ending = ran.stdout.split("What exists now")
    for repository in ("web-staging", "worker-staging", "web-prod", "worker-prod"):
        assert repository in ending
    for phase in ("set-up", "start a sandbox", "pulumi up --stack staging", "pulumi up --stack prod", "together"):
        assert phase in ending
    assert "splitctl sandbox exec -- pulumi preview --stack prod --policy-pack policy" in ending
