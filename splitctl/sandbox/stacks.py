"""A project's stacks in a world: one for each stack file, made without asking."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from splitctl.errors import UserError

DEFAULT_STACK = "dev"
_SECRETS = ("encryptionsalt", "secretsprovider", "encryptedkey")


@dataclass(frozen=True)
class Project:
    """A Pulumi project in a copy of a working tree."""

    folder: Path
    name: str
    stack_files: Path
    suffix: str
    """`.yaml` or `.yml`: stack files end as the project's own does."""

    @classmethod
    def at(cls, folder: Path) -> "Project":
        """Read the Pulumi.yaml in `folder`. Raises UserError if it is not one."""
        file = next(each for each in (folder / "Pulumi.yaml", folder / "Pulumi.yml") if each.is_file())
        settings = _mapping(file)
        if not isinstance(settings.get("name"), str):
            raise UserError(f"{file.name} names no project: add a line `name: my-project`")
        return cls(folder, settings["name"], folder / str(settings.get("stackConfigDir", ".")), file.suffix)

    def stacks(self) -> list[str]:
        """The stacks that have a file, sorted; `dev` where there is none."""
        names = (each.name for each in self.stack_files.glob(f"Pulumi.*{self.suffix}") if each.is_file())
        found = (name.removeprefix("Pulumi.").removesuffix(self.suffix) for name in names)
        return sorted(stack for stack in found if re.fullmatch(r"[\w.-]+", stack, re.ASCII)) or [DEFAULT_STACK]

    def file(self, stack: str) -> Path:
        """The file of `stack`, whether it exists or not."""
        return self.stack_files / f"Pulumi.{stack}{self.suffix}"


def ensure(project: Project, records: Path, environ: Mapping[str, str]) -> None:
    """Make the stacks that `project` lacks in this world, and let Pulumi read its own secrets in each stack file.

    A stack file's own encryption settings belong to the user's real backend; the copy gets the world's. Raises
    UserError for values that were encrypted with the former: the sandbox has no key to them.
    """
    salts: dict[str, str] = json.loads(records.read_text()) if records.exists() else {}
    stacks = project.stacks()
    missing = [stack for stack in stacks if _key(project, stack) not in salts]
    for stack in stacks:
        _use_own_secrets(project.file(stack), salts.get(_key(project, stack)))
    for stack in missing:
        _init(project, environ, stack, selected=len(stacks) == 1)
        salts[_key(project, stack)] = _mapping(project.file(stack))["encryptionsalt"]
        new = records.with_suffix(".new")
        new.write_text(json.dumps(salts))
        new.replace(records)


def _init(project: Project, environ: Mapping[str, str], stack: str, *, selected: bool) -> None:
    init = ["stack", "init", stack, *([] if selected else ["--no-select"])]
    try:
        _pulumi(project, environ, *init)
    except UserError as error:
        if "already exists" not in str(error):
            raise
        if salt := _salt_in_use(project, environ, stack):
            # Made and deployed to by the user's own command, whose copy of the stack file is gone.
            _use_own_secrets(project.file(stack), salt)
            return
        # Made by a command that was killed before it could say so: nothing was ever deployed to it.
        _pulumi(project, environ, "stack", "rm", stack, "--yes", "--force", "--preserve-config")
        _use_own_secrets(project.file(stack), None)
        _pulumi(project, environ, *init)


def _salt_in_use(project: Project, environ: Mapping[str, str], stack: str) -> str | None:
    """What the secrets of a stack's state are encrypted with. None if nothing was deployed to it."""
    exported = json.loads(_pulumi(project, environ, "stack", "export", "--stack", stack))
    state = exported["deployment"].get("secrets_providers", {}).get("state", {})
    return str(state["salt"]) if "salt" in state else None


def _key(project: Project, stack: str) -> str:
    return f"{project.name}/{stack}"


def _use_own_secrets(file: Path, salt: str | None) -> None:
    if not file.exists():
        if salt:
            file.write_text(f"encryptionsalt: {salt}\n")
        return
    settings = _mapping(file)
    if salt and settings.get("encryptionsalt") == salt:
        return
    if sealed := sorted(_sealed(settings.get("config") or {})):
        raise UserError(
            f"{file.name} holds values encrypted for your own backend, which the sandbox has no key to: "
            f"{', '.join(sealed)}. Keep them in Secrets Manager or SSM and configure their names"
        )
    wanted = {name: value for name, value in settings.items() if name not in _SECRETS} | _salted(salt)
    if wanted == settings:
        return
    # As the user wrote it, if that can be: not every value ends where its line does.
    lines = [line for line in file.read_text().splitlines() if not line.startswith(_SECRETS)]
    text = "\n".join([*lines, *(f"{name}: {value}" for name, value in _salted(salt).items())]) + "\n"
    file.write_text(text if _says(text, wanted) else yaml.safe_dump(wanted))


def _salted(salt: str | None) -> dict[str, str]:
    return {"encryptionsalt": salt} if salt else {}


def _says(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return bool((yaml.safe_load(text) or {}) == wanted)
    except yaml.YAMLError:
        return False


def _sealed(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if value.keys() == {"secure"}:
            yield path
        else:
            for key, item in value.items():
                yield from _sealed(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sealed(item, f"{path}[{index}]")


def _mapping(file: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{file.name} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(read or {}, dict):
        raise UserError(f"{file.name} holds no settings: expected `name: value` lines")
    return read or {}


def _pulumi(project: Project, environ: Mapping[str, str], *arguments: str) -> str:
    ran = subprocess.run(
        ["pulumi", "--non-interactive", "--cwd", str(project.folder), *arguments],
        env=dict(environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise UserError(f"pulumi {' '.join(arguments)} failed: {(ran.stderr or ran.stdout).strip()}")
    return ran.stdout
