"""`splitctl explain`."""

from typing import Annotated

import typer

from retention.contract import MOST_IMAGES


def explain(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY.json", help="A lifecycle policy, or what get-lifecycle-policy answers.")
    ],
    images: Annotated[
        str | None, typer.Option(metavar="IMAGES.json", help="What describe-images answers: judge these images.")
    ] = None,
    in_use: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="A tag that every image in use carries, such as pin-*. May be repeated."),
    ] = None,
    pushes: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="What tags of pushes match. May be repeated. Default: any tag."),
    ] = None,
    pushes_untagged: Annotated[
        bool, typer.Option("--pushes-untagged", help="Images are pushed by digest alone, too.")
    ] = False,
    immutable: Annotated[bool, typer.Option("--immutable", help="Tags never move to another image.")] = False,
    most_images: Annotated[
        str | None,
        typer.Option(metavar="N", help=f"ECR's quota of images in the repository. Default: {MOST_IMAGES}."),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="With --images: ISO 8601 with an offset, or seconds since 1970. Default: the present.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say whether a lifecycle policy can ever take an image in use, and how; with --images, what becomes of each.

    A file called - is standard input. Nothing is asked of AWS. Exit code 0: safe; 1: not, or undecided; 2: bad input,
    or the answer cannot be written.
    """
    from splitctl.explain import command  # noqa: PLC0415 - rich's tables are nothing that other commands should wait for

    asked = command.Asked(
        policy=policy,
        images=images,
        in_use=tuple(in_use or ()),
        pushes=tuple(pushes or ()),
        pushes_untagged=pushes_untagged,
        immutable=immutable,
        most_images=most_images,
        now=now,
        as_json=as_json,
    )
    raise typer.Exit(command.run(asked))
