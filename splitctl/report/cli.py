"""`splitctl report`."""

from pathlib import Path
from typing import Annotated

import typer

from splitctl.report.formats import Format


def report(
    stack: Annotated[str | None, typer.Option(metavar="NAME", help="Default: the stack that is selected.")] = None,
    policy_pack: Annotated[Path, typer.Option(metavar="FOLDER", help="The policies.")] = Path("policy"),
    policy_pack_config: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="What they are told, as Pulumi takes it.")
    ] = None,
    written_as: Annotated[
        Format,
        typer.Option("--format", help="SARIF 2.1.0, JUnit XML, annotations for GitHub, or a table in Markdown."),
    ] = Format.markdown,
) -> None:
    """Preview a stack with a policy pack, and write what is found, with the lines of the program.

    It changes nothing. Exit code 0: no mandatory policy is violated; 1: one is; 2: bad input, or the preview fails for
    another reason.
    """
    from splitctl.report import command  # noqa: PLC0415 - formats are nothing that other commands should wait for

    asked = command.Asked(
        stack=stack, policy_pack=policy_pack, policy_pack_config=policy_pack_config, written_as=written_as
    )
    raise typer.Exit(command.run(asked))
