"""The images pushed after the one in use: how many a rule can come to count, and what they are tagged with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retention.contract import Contract
from retention.exposure import Wanted, alternatives, identifies
from retention.globs import Glob
from retention.history import Push, Retag, named
from retention.model import Rule, TagStatus
from retention.tags import NUMBER, TAG_CHARACTERS, is_tag

_DIGITS = 9
"""More than the number of an image ever has."""
_MOST = 10_000


@dataclass(frozen=True)
class Crowd:
    """Pushes after that of the image in use, and tags that these images get besides."""

    pushes: tuple[Push, ...]
    retags: tuple[Retag, ...] = ()


def at_most(rule: Rule, contract: Contract) -> int | None:
    """How many images `rule` can identify at once, by the tags that it asks for. None: any number.

    A push without an end of tags to choose from may still bring images without one: what an index lists, and referrers.
    """
    limits = [_distinct([wanted.glob for wanted in alternatives(glob, contract)]) for glob in rule.globs]
    return min((limit for limit in limits if limit is not None), default=None)


def _distinct(globs: Sequence[Glob]) -> int | None:
    """How many tags `globs` select together. None: any number."""
    return len(set(globs)) if all(glob.is_exact for glob in globs) else None


def crowd(rule: Rule, contract: Contract, kept: Sequence[str], moved: str | None) -> Crowd | None:
    """Find images that fill the count of `rule` and are younger than the image in use, which has the tags `kept`.

    The pushes take the tag `moved` away from it, and may take one of `kept`, which it must get back when it is
    deployed. None: no way was found to tag them.
    """
    count = rule.count_number
    if rule.tag_status is TagStatus.UNTAGGED:
        # The last of those that a tag moves along has it still.
        return Crowd((Push(range(2, count + 2 + (moved is not None)), (moved,) if moved else ()),))
    if rule.tag_status is TagStatus.ANY:
        return Crowd((Push(range(2, count + 2), (moved,)),)) if moved else _pushes(count, contract, kept)
    return _matching(rule, contract, kept, moved)


def _pushes(count: int, contract: Contract, kept: Sequence[str]) -> Crowd | None:
    """Pushes, whatever they match."""
    for glob in contract.pushes:
        if template := numbered(glob):
            return Crowd((Push(_numbers(count, (template,), kept), (template,)),))
    images = range(2, count + 2)
    if contract.pushed_untagged:
        return Crowd((Push(images),))
    moving = [str(glob) for glob in contract.moving if glob.is_exact and contract.can_move(str(glob))]
    if moving:
        # One that the image in use needs is the last choice: it has to be given back.
        return Crowd((Push(images, (min(moving, key=lambda tag: tag in kept),)),))
    return _one_by_one(contract.pushes, images, kept)


def _one_by_one(globs: Sequence[Glob], images: range, kept: Sequence[str], moved: str | None = None) -> Crowd | None:
    """Give each image a tag of its own from the few that there are; the first of them takes `moved`, too."""
    free = [str(glob) for glob in dict.fromkeys(globs) if glob.is_exact and str(glob) not in kept]
    if len(free) < len(images):
        return None
    free.sort(key=lambda tag: tag != moved)
    tags: list[tuple[str, ...]] = [(tag,) for tag in free]
    if moved and free[0] != moved:
        tags[0] = (free[0], moved)
    return Crowd(tuple(Push(range(n, n + 1), own) for n, own in zip(images, tags, strict=False)))


def _matching(rule: Rule, contract: Contract, kept: Sequence[str], moved: str | None) -> Crowd | None:
    """Images that have a tag for each entry of `rule`."""
    chosen: list[Wanted] = []
    for glob in rule.globs:
        if any(glob.covers(wanted.glob) for wanted in chosen):
            continue
        possible = alternatives(glob, contract)
        found = next((wanted for wanted in possible if numbered(wanted.glob)), None)
        if not found:
            # The rule's entry has few tags. With further entries, who has which would be a puzzle.
            few = [wanted.glob for wanted in possible if wanted.pushed]
            images = range(2, rule.count_number + 2)
            return _one_by_one(few, images, kept, moved) if len(rule.globs) == 1 else None
        chosen.append(found)
    mark, apart = _mark([*(wanted.glob for wanted in chosen), *contract.pushes])
    base = not moved and not any(wanted.pushed for wanted in chosen)
    shift = base and any(wanted.glob.meets(glob) for wanted in chosen for glob in contract.pushes)
    templates = [numbered(wanted.glob, mark * (place + shift)) for place, wanted in enumerate(chosen)]
    pushed = tuple(each for each, wanted in zip(templates, chosen, strict=True) if wanted.pushed)
    besides = tuple(each for each, wanted in zip(templates, chosen, strict=True) if not wanted.pushed)
    images = _numbers(rule.count_number, templates, kept)
    pushes: tuple[Push, ...] = (Push(images, (*pushed, *([moved] if moved else []))),)
    if base:
        found_base = _pushes(rule.count_number, contract, kept)
        if found_base is None or not _same_numbers(found_base, images):
            return None
        pushes = found_base.pushes
    every = (*(tag for push in pushes for tag in push.tags), *besides)
    if not all(map(_is_possible, templates)) or not (apart or _are_apart(every, images)):
        return None
    return Crowd(pushes, tuple(_retags(rule, pushes, besides, kept)))


def _retags(rule: Rule, pushes: Sequence[Push], tags: tuple[str, ...], kept: Sequence[str]) -> Iterator[Retag]:
    """Put `tags` on those images that `rule` does not identify anyhow."""
    for push in pushes if tags else ():
        # Of pushes that pass a tag on, the last has it still, unless the image in use gets it back; and that may do.
        last = [tag for tag in named(push.tags, push.images[-1]) if tag not in kept]
        images = push.images[:-1] if identifies(rule, last) else push.images
        if images:
            yield Retag(images, tags)


def _same_numbers(crowd: Crowd, images: range) -> bool:
    """Whether a crowd is of these images."""
    return [number for push in crowd.pushes for number in push.images] == list(images)


def numbered(glob: Glob, mark: str = "") -> str:
    """A template of tags that `glob` selects, one for each number. Empty: it has none.

    `mark` stands before the number, and tells the tags of one glob from those of another.
    """
    first, *rest = glob.parts
    # The tags of the most natural example, where any will do.
    start = "build-" if glob.parts == ("", "") else first
    template = f"{start}{mark}{NUMBER}{''.join(rest)}"
    return template if rest and _is_possible(template) else ""


def _is_possible(template: str) -> bool:
    return template != "" and is_tag(template.replace(NUMBER, "9" * 7))


def _mark(globs: Sequence[Glob]) -> tuple[str, bool]:
    """A letter for `numbered`, and whether it is one that no part of `globs` has.

    Then tags of different templates differ by how often they have it, and those of one template by their number.
    """
    used = {*"build-", *(character for glob in globs for part in glob.parts for character in part)}
    free = [letter for letter in reversed(TAG_CHARACTERS[10:62]) if letter not in used]
    return (free[0], True) if free else ("Z", False)


def _numbers(count: int, templates: Sequence[str], kept: Sequence[str]) -> range:
    """The numbers of `count` images to whose tags none of the image in use belongs."""
    first = 2
    for taken in sorted(_taken(templates, kept)):
        if first <= taken < first + count:
            first = taken + 1
    return range(first, first + count)


def _taken(templates: Sequence[str], kept: Sequence[str]) -> Iterator[int]:
    """The numbers by which `templates` name tags that the image in use has."""
    for template in templates:
        if NUMBER not in template:
            continue
        start, end = template.split(NUMBER)
        for tag in kept:
            number = tag[len(start) : len(tag) - len(end)]
            if tag == f"{start}{number}{end}" and number.isascii() and number.isdecimal() and len(number) < _DIGITS:
                yield int(number)


def _are_apart(templates: Sequence[str], images: range) -> bool:
    """Whether no tag is that of two images. Of very many it is not found out: False."""
    moving = dict.fromkeys(template for template in templates if NUMBER in template)
    if len(moving) * len(images) > _MOST:
        return False
    holders: dict[str, int] = {}
    made = ((template.replace(NUMBER, str(n)), n) for n in images for template in moving)
    return all(holders.setdefault(tag, n) == n for tag, n in made)
