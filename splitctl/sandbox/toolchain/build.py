"""The last way to a Pulumi CLI: building it from its Go modules."""

import json
from importlib import resources
from pathlib import Path

from . import go as golang
from .command import StepError, run
from .progress import Counter, Progress
from .version import parse, pinned_pulumi

LANGUAGE_EXEC = "pulumi-language-python-exec"

_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_SDK = "github.com/pulumi/pulumi/sdk/v3"


def build(entry: Path, scratch: Path, progress: Progress) -> None:
    """Put a `pulumi` and the SDK's language exec script into `entry`, from what go.mod and go.sum pin.

    About 5 minutes on 2 cores, less what Go has cached. Raises StepError.
    """
    version = pinned_pulumi()
    go = golang.find_or_fetch(scratch, progress)
    progress(f"Building the Pulumi CLI {version} from Go modules: about 5 minutes, once per user...")
    module = _module(scratch)
    _compile(go, module, entry / "pulumi", progress)
    environment = {**golang.environment(scratch), "PULUMI_HOME": str(scratch / "home")}
    printed = run([entry / "pulumi", "version"], seconds=60, env=environment)
    if parse(printed) != version:
        raise StepError(f"the CLI that was built says that it is {printed.strip() or 'nothing'}")
    _copy_language_exec(go, module, entry)


def fetch_language_exec(entry: Path, scratch: Path, progress: Progress) -> None:
    """Put only the SDK's language exec script into `entry`. Raises StepError."""
    go = golang.find_or_fetch(scratch, progress)
    _copy_language_exec(go, _module(scratch), entry)


def _module(scratch: Path) -> Path:
    """Copy go.mod and go.sum: where the project lies, `go` may not be allowed to write."""
    module = scratch / "module"
    module.mkdir()
    for name in ("go.mod", "go.sum"):
        (module / name).write_bytes(resources.files(__package__).joinpath(name).read_bytes())
    return module


def _compile(go: Path, module: Path, executable: Path, progress: Progress) -> None:
    environment = golang.environment(module.parent)
    fetched = Counter(progress, "{count} Go modules fetched")
    packages = run(
        [go, "list", "-C", module, "-mod=readonly", "-deps", _PACKAGE],
        seconds=1800,
        env=environment,
        on_line=lambda _line: fetched.add(),
    )
    compiled = Counter(progress, f"{{count}} of about {len(packages.splitlines())} packages compiled")
    # -v names each package as it is compiled. -trimpath, no VCS stamp: the same bytes wherever it is built.
    options = ["-v", "-mod=readonly", "-trimpath", "-buildvcs=false"]
    stamp = f"-s -w -X {_SDK}/go/common/version.Version=v{pinned_pulumi()}"
    run(
        [go, "build", "-C", module, *options, "-ldflags", stamp, "-o", executable, _PACKAGE],
        seconds=3600,
        env=environment,
        on_line=lambda _line: compiled.add(),
    )


def _copy_language_exec(go: Path, module: Path, entry: Path) -> None:
    """Copy the script out of the `sdk` module, which go.sum vouches for."""
    printed = run(
        [go, "mod", "download", "-C", module, "-json", _SDK],
        seconds=900,
        env=golang.environment(module.parent),
    )
    try:
        script = Path(json.loads(printed)["Dir"]) / "python" / "cmd" / LANGUAGE_EXEC
        content = script.read_bytes()
    except (OSError, ValueError, LookupError) as error:
        raise StepError(f"{LANGUAGE_EXEC} is not in {_SDK}: {error}") from error
    (entry / LANGUAGE_EXEC).write_bytes(content)
    (entry / LANGUAGE_EXEC).chmod(0o755)
