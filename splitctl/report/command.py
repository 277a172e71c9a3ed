"""`splitctl report`, from what it is given to its exit code."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from splitctl.errors import UserError
from splitctl.explain.output import write
from splitctl.explain.printable import printable
from splitctl.report.events import Events, read_events
from splitctl.report.finding import Place, Report
from splitctl.report.formats import Format
from splitctl.report.github import as_annotations
from splitctl.report.junit import as_junit
from splitctl.report.markdown import as_markdown
from splitctl.report.places import Places
from splitctl.report.preview import Preview, preview
from splitctl.report.sarif import as_sarif
from splitctl.sandbox.token import WORLD_VARIABLE
from splitctl.sandbox.worktree import WorkingTree, project_folder

_RENDER: dict[Format, Callable[[Report], str]] = {
    Format.sarif: as_sarif,
    Format.junit: as_junit,
    Format.github: as_annotations,
    Format.markdown: as_markdown,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The command line."""

    stack: str | None
    """None: the one that is selected."""
    policy_pack: Path
    policy_pack_config: Path | None
    written_as: Format


def run(asked: Asked) -> int:
    """Preview a stack with a policy pack, and write what it finds to standard output.

    Exit code 0: no mandatory policy is violated; 1: one is. Raises UserError if there is no project or pack, and if
    the preview fails for any other reason: then there may be more to find, and nothing is written.
    """
    project = project_folder(Path.cwd())
    if project is None:
        raise UserError(f"{Path.cwd()}: there is no Pulumi.yaml here or above: run this in a Pulumi project")
    if not (asked.policy_pack / "PulumiPolicy.yaml").is_file():
        raise UserError(
            f"--policy-pack {asked.policy_pack}: there is no PulumiPolicy.yaml in it: name the folder of a policy pack"
        )
    _say(f"Previewing {f'stack {asked.stack}' if asked.stack else 'the stack'} with {asked.policy_pack}")
    previewed = preview(_options(asked))
    root = _checkout(project)
    places = Places(previewed.digest, _within(project, root), Place(_within(_settings(project), root), 1, exact=False))
    events = read_events(previewed.events, places.of)
    _must_be_whole(previewed, events)
    name, stack = _named(previewed, asked)
    report = Report(name, stack, events.findings, events.passed)
    write(_RENDER[asked.written_as](report))
    return 1 if report.refused else 0


def _options(asked: Asked) -> list[str]:
    options = ["--policy-pack", str(asked.policy_pack)]
    if asked.policy_pack_config:
        options += ["--policy-pack-config", str(asked.policy_pack_config)]
    return [*options, "--stack", asked.stack] if asked.stack else options


def _checkout(project: Path) -> Path:
    """The root of the checkout that the project is in: of its copy, in a sandbox."""
    world = os.environ.get(WORLD_VARIABLE)
    copy = WorkingTree.of_copy(project, Path(world, "work")) if world else None
    return (copy or WorkingTree.around(project)).root.resolve()


def _within(path: Path, root: Path) -> str:
    found = path.resolve()
    return (found.relative_to(root) if found.is_relative_to(root) else found).as_posix()


def _settings(project: Path) -> Path:
    """The project's own file: the place of what has no line."""
    return next(path for path in (project / "Pulumi.yaml", project / "Pulumi.yml") if path.is_file())


def _must_be_whole(previewed: Preview, events: Events) -> None:
    """Raise UserError, and say why on stderr, if there may be more to find."""
    refused = any(each.mandatory for each in events.findings)
    if events.complete and not events.errors and (previewed.code == 0 or refused):
        return
    for error in dict.fromkeys(events.errors):
        for line in error.splitlines():
            _say(line)
    raise UserError(
        f"the preview failed (Pulumi's exit code {previewed.code}) for the reason above, which is no policy: mend it "
        "first. What the policies found until then may not be all, so it is not reported"
    )


def _named(previewed: Preview, asked: Asked) -> tuple[str, str]:
    """The project and the stack, of the first URN: urn:pulumi:STACK::PROJECT::TYPE::NAME."""
    steps = previewed.digest.get("steps") or ()
    if not steps:
        return "", asked.stack or ""
    stack, project, *_ = str(steps[0]["urn"]).split("::")
    return project, stack.removeprefix("urn:pulumi:")


def _say(line: str) -> None:
    # What cannot be said changes nothing of the answer.
    with suppress(OSError):
        print(printable(line), file=sys.stderr, flush=True)
