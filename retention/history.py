"""What happens to a repository until ECR acts on an image in use: as data, and as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from retention.fate import doing
from retention.model import Action, Rule
from retention.tags import NUMBER

START = datetime(2000, 1, 1, tzinfo=UTC)
"""When every history begins."""

LONGEST_WAIT = (datetime.max.replace(tzinfo=UTC) - START).days - 1
"""Days until the last year that a date can be written in."""


@dataclass(frozen=True)
class Push:
    """Images are pushed, one after the other. `{n}` in a tag is the image's number; a tag without it moves along."""

    images: range
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retag:
    """Images get further tags, as those of a push."""

    images: range
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Deploy:
    """An image comes into use in place of the one before, and gets further tags for it."""

    images: range
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wait:
    """Days go by."""

    days: int


Step = Push | Retag | Deploy | Wait


@dataclass(frozen=True)
class History:
    """Steps after which `rule` acts on the image in use, which is number 1."""

    steps: tuple[Step, ...]
    rule: Rule

    @property
    def length(self) -> int:
        """How many pushes, retags, deployments and waits it takes."""
        return sum(1 if isinstance(step, Wait) else len(step.images) for step in self.steps)

    @property
    def days(self) -> int:
        """How many days go by."""
        return sum(step.days for step in self.steps if isinstance(step, Wait))

    @property
    def further_pushes(self) -> int:
        """How many images are pushed after the one in use."""
        return sum(len(step.images) for step in self.steps if isinstance(step, Push)) - 1

    @property
    def sentences(self) -> tuple[str, ...]:
        """The history in plain words, one sentence without its full stop for each thing that happens."""
        told: list[str] = []
        for step in self.steps:
            match step:
                case Push(images, tags) if 1 in images:
                    told.append(f"push {_name(tags)}")
                case Push(images, tags):
                    told.append(f"push {len(images)} more, {_described(images, tags)}")
                case Retag(images, tags):
                    which = "it" if len(images) == 1 else "them"
                    told.append(f"tag {which} {' and '.join(_span(images, template) for template in tags)}")
                case Deploy(_, tags):
                    told.append(_deployed(tags, self.name, told))
                case Wait(days):
                    told.append(f"wait {days} day{'' if days == 1 else 's'}")
        consequence = "" if self.rule.action is Action.EXPIRE else ": from the archive nothing can be pulled"
        told.append(f"rule {self.rule.priority} {doing(self.rule)}s {self.name}, which is in use{consequence}")
        return tuple(told)

    @property
    def name(self) -> str:
        """What to call the image in use: by the first tag that it ever had."""
        mine = (step for step in self.steps if isinstance(step, Push) and 1 in step.images)
        return next((_name(step.tags[:1]) for step in mine), "an image")

    def as_json(self) -> list[dict[str, Any]]:
        """The history for programs."""
        return [_as_json(step) for step in self.steps]


def named(templates: Sequence[str], number: int) -> list[str]:
    """The tags that image `number` gets by templates."""
    return list(dict.fromkeys(template.replace(NUMBER, str(number)) for template in templates))


def _name(tags: Sequence[str]) -> str:
    if not tags:
        return "an image without a tag"
    first, *others = tags
    return f"{first}, also tagged {' and '.join(others)}" if others else first


def _described(images: range, templates: Sequence[str]) -> str:
    """What further images are tagged with."""
    numbered = [template for template in templates if NUMBER in template]
    fixed = [template for template in templates if NUMBER not in template]
    parts = [_span(images, template) for template in numbered]
    if fixed:
        names = " and ".join(fixed)
        parts.append(
            f"{'each ' if len(images) > 1 else ''}as {names}, which move{'s' if len(fixed) == 1 else ''} to it"
        )
    return " and ".join(parts) or "without a tag"


def _span(images: range, template: str) -> str:
    first, last = (template.replace(NUMBER, str(number)) for number in (images[0], images[-1]))
    return first if first == last else f"{first} to {last}"


def _deployed(tags: Sequence[str], name: str, told: list[str]) -> str:
    """Say that the image in use is deployed; right after its push, in the same sentence."""
    also = f", tagged {' and '.join(tags)}" if tags else ""
    if len(told) == 1:
        return f"{told.pop()}, deploy it{also}"
    return f"deploy {name}{also}"


def _as_json(step: Step) -> dict[str, Any]:
    match step:
        case Wait(days):
            return {"do": "wait", "days": days}
        case Push(images, tags) | Retag(images, tags) | Deploy(images, tags):
            ends = [named(tags, number) for number in (images[0], images[-1])]
            return {
                "do": type(step).__name__.lower(),
                "images": len(images),
                "first": images[0],
                "tags": ends[0],
                "lastTags": ends[-1],
            }
