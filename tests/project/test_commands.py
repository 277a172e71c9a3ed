"""The commands that the README shows, each as a stranger types it in a fresh terminal."""

import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from settings.commands import NAMESPACE
from tests.conftest import ROOT, Sandbox
from tests.project.printed import violations
from tests.settings.mending import obeyed, problems


def preview(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Preview in a sandbox of its own, in a terminal that stands in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "splitctl", "sandbox", "exec", "--fresh", "--", "pulumi", "preview", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_pull_requests_check(cli: object) -> None:
    """Preview of prod with the pack on, in a world of its own, without `stack init`; the tree stays as it was."""
    assert cli
    ran = preview(ROOT, "--stack", "prod", "--policy-pack", "policy")
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "+ 31 to create" in ran.stdout
    assert "✅ split-pipelines" in ran.stdout


def test_the_outage_s_own_set_up_is_refused(cli: object) -> None:
    """SP101 by name, the role and both repositories; so are its build, and the two repositories that keep ten."""
    assert cli
    ran = preview(ROOT / "examples" / "shared-build", "--policy-pack", str(ROOT / "policy"))
    assert 1 == ran.returncode, ran.stdout + ran.stderr
    assert "SP101-no-shared-push  (aws:iam:Role: shop-build-role)" in ran.stdout
    for repository in ("shop-staging (staging)", "shop-prod (prod)"):
        path = f"shop-build -> shop-build-role -> shop-build-permissions, statement 2 (Push) -> {repository}"
        assert path in ran.stdout
    for repository in ("shop-staging (staging)", "shop-prod (prod)"):
        assert re.search(rf"shop-build -> post_build, command \d: docker push -> {re.escape(repository)}", ran.stdout)
    found = Counter(each.number for each in violations(ran.stdout))
    assert {"SP101": 1, "SP103": 1, "SP201": 2, "SP202": 2} == found


def test_its_healthy_twin_passes(cli: object) -> None:
    """A build for each environment, written by hand: nothing to say."""
    assert cli
    ran = preview(ROOT / "examples" / "two-builds", "--policy-pack", str(ROOT / "policy"))
    assert 0 == ran.returncode, ran.stdout + ran.stderr
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
    digests = set()
    for repository in ("web-staging", "worker-staging", "web-prod", "worker-prod"):
        assert f"role {repository}-build may push to: {repository}\n" in ending
        assert f" {repository}-build " in ending
        app, _ = repository.split("-")
        (pushed,) = re.findall(rf"pushed {repository}@(sha256:[0-9a-f]{{64}})", ran.stdout + ran.stderr)
        digests.add(pushed)
        assert f"service {repository}-{app} runs 1 x {repository}@{pushed[:19]}" in ending
    assert 4 == len(digests)
    for phase in (
        "set-up",
        "start a sandbox",
        "pulumi up --stack staging",
        "pulumi up --stack prod",
        "release it to prod",
        "together",
    ):
        assert phase in ending
    assert "splitctl sandbox exec -- pulumi preview --stack prod --policy-pack policy" in ending


BAD_SERVICE: dict[str, Any] = {
    "cpu": 1024,
    "count": 0,
    "stopTimeoutSeconds": "30",
    "executeCommand": True,
    "user": 1000,
    "command": ["sleep", 5],
    "variables": {"DB_PASSWORD": "hush-hush", "my.level": 1, "1X": "x"},
    "secrets": {"TOKEN": "hush-hush"},
    "secretsKmsKey": "alias/x",
    "writablePaths": ["/a", "/a"],
    "hosts": ["*"],
    "paths": "/*",
    "health": {"intervalSeconds": 60},
    "sidecars": {"proxy": {"cpu": "x"}, "Bad": None},
    "target5xxPerMinute": 0,
    "prot": 80,
}
BAD: dict[str, Any] = {
    "apps": {
        "web": {
            "build": "/",
            "services": {"api": BAD_SERVICE},
            "schedules": {"report": {"expression": "daily"}, "x": 5},
        }
    },
    "builds": {"sorce": "x", "branch": "a b", "logDays": "30"},
    "network": {"vpc": "vpc-1", "subnets": []},
    "loadBalancer": 5,
    "certificate": "www.example.com",
}


def test_what_the_messages_of_settings_say(project: Callable[[str], Sandbox]) -> None:
    """Pulumi takes every command, and it does to the stack file what the tests of settings take for granted."""
    sandbox = project("")
    file = sandbox.folder / "Pulumi.test.yaml"
    file.write_text(yaml.safe_dump({"config": {f"{NAMESPACE}:{key}": value for key, value in BAD.items()}}))
    config, rounds = BAD, 0
    while lines := problems(config, "test"):
        for line in lines:
            if line.startswith("pulumi config "):
                sandbox.run(*shlex.split(line))
        config, rounds = obeyed(config, lines), rounds + 1
        held = yaml.safe_load(sandbox.run("cat", file.name).stdout)["config"]
        assert config == {key.removeprefix(f"{NAMESPACE}:"): value for key, value in held.items()}
    assert rounds == 3
