"""One push of a build."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Push:
    """What a build pushes, or may push. Of what a program says it holds names of commands, and the reference."""

    place: str
    """Where the buildspec says it: its phase, and which of that phase's commands."""
    command: str
    reference: str
    """The image or repository that it goes to, with `ANY` for what is not known of it."""
