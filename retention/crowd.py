"""The images pushed after the one in use: how many a rule can come to count, and what they are tagged with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retention.contract import Contract
from retention.exposure import Wanted, alternatives, identifies
from retention.globs import Glob
from retention.history import Push, Retag, named
from retention.model import Rule, TagStatus
from retention.tags import is_tag

_NUMBER = "{n}"


@dataclass(frozen=True)
class Crowd:
    """Pushes after that of the image in use, and tags that these images get besides."""

    pushes: tuple[Push, ...]
    retags: tuple[Retag, ...] = ()


def at_most(rule: Rule, contract: Contract) -> int | None:
    """How many images `rule` can identify at once. None: as many as the repository holds."""
    limits = [_distinct([wanted.glob for wanted in alternatives(glob, contract)]) for glob in rule.globs]
    if not contract.pushed_untagged and not contract.moving:
        # Every push takes a tag that no other image ever gets.
        limits.append(_distinct(contract.pushes))
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
    images = range(2, count + 2)
    if rule.tag_status is TagStatus.ANY:
        if moved:
            return Crowd((Push(images, (moved,)),))
        return _pushes(images, contract, kept)
    return _matching(rule, contract, images, kept, moved)


def _pushes(images: range, contract: Contract, kept: Sequence[str]) -> Crowd | None:
    """Pushes, whatever they match."""
    for glob in contract.pushes:
        template = numbered(glob)
        if template and _is_free(template, images, kept):
            return Crowd((Push(images, (template,)),))
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


def _matching(rule: Rule, contract: Contract, images: range, kept: Sequence[str], moved: str | None) -> Crowd | None:
    """Images that have a tag for each entry of `rule`."""
    chosen: list[Wanted] = []
    for glob in rule.globs:
        if not _merge(chosen, glob):
            found = [wanted for wanted in alternatives(glob, contract) if numbered(wanted.glob)]
            if not found:
                # The rule's entry has few tags. With further entries, who has which would be a puzzle.
                few = [wanted.glob for wanted in alternatives(glob, contract) if wanted.pushed]
                return _one_by_one(few, images, kept, moved) if len(rule.globs) == 1 else None
            chosen.append(found[0])
    pushed = tuple(numbered(wanted.glob) for wanted in chosen if wanted.pushed)
    besides = tuple(numbered(wanted.glob) for wanted in chosen if not wanted.pushed)
    if moved:
        pushed = (*pushed, moved)
    pushes: tuple[Push, ...] = (Push(images, pushed),)
    if not pushed:
        base = _pushes(images, contract, kept)
        if base is None:
            return None
        pushes = base.pushes
        pushed = pushes[0].tags
    if not _all_free((*pushed, *besides), images, kept):
        return None
    return Crowd(pushes, tuple(_retags(rule, pushes, besides)))


def _retags(rule: Rule, pushes: Sequence[Push], tags: tuple[str, ...]) -> Iterator[Retag]:
    """Put `tags` on those images that `rule` does not identify anyhow."""
    for push in pushes if tags else ():
        # Of pushes that pass a tag on, the last has it still, and that may do.
        does = identifies(rule, named(push.tags, push.images[-1]))
        images = push.images[:-1] if does else push.images
        if images:
            yield Retag(images, tags)


def _merge(chosen: list[Wanted], glob: Glob) -> bool:
    """Let a tag that is wanted already match `glob` as well. So no two tags of two images can be one."""
    for place, wanted in enumerate(chosen):
        for met in wanted.glob.meets(glob):
            if numbered(met):
                chosen[place] = Wanted(met, wanted.pushed)
                return True
    return False


def numbered(glob: Glob) -> str:
    """A template of tags that `glob` selects, one for each number. Empty: it has none."""
    first, *rest = glob.parts
    # The tags of the most natural example, where any will do.
    start = "build-" if glob.parts == ("", "") else first
    template = f"{start}{_NUMBER}{''.join(rest)}"
    return template if rest and is_tag(template.replace(_NUMBER, "9" * 7)) else ""


def _all_free(templates: Sequence[str], images: range, kept: Sequence[str]) -> bool:
    """Whether no tag of two images is one, and none is of the image in use."""
    moving = [template for template in templates if _NUMBER in template]
    if not all(_is_free(template, images, kept) for template in moving):
        return False
    globs = [Glob(tuple(template.split(_NUMBER))) for template in moving]
    clear = all(not one.meets(two) for place, one in enumerate(globs) for two in globs[:place])
    if clear:
        return True
    holders: dict[str, int] = {}
    made = ((template.replace(_NUMBER, str(n)), n) for n in images for template in moving)
    return all(holders.setdefault(tag, n) == n for tag, n in made)


def _is_free(template: str, images: range, kept: Sequence[str]) -> bool:
    """Whether no image gets a tag from `template` that the image in use has."""
    if _NUMBER not in template:
        return template not in kept
    start, end = template.split(_NUMBER)
    for tag in kept:
        number = tag[len(start) : len(tag) - len(end)]
        taken = tag == f"{start}{number}{end}" and number.isdecimal() and number.isascii()
        if taken and str(int(number)) == number and int(number) in images:
            return False
    return True
