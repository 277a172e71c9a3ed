"""The sets of tags with which an image in use can come into a rule's reach."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from retention.contract import Contract
from retention.globs import Glob
from retention.model import Rule, TagStatus
from retention.tags import selects_a_tag

_MOST = 256


@dataclass(frozen=True)
class Wanted:
    """One tag, any that `glob` selects; it comes with the push, or else later."""

    glob: Glob
    pushed: bool


@dataclass(frozen=True)
class Exposure:
    """An image in use has one tag for each of `kept`.

    It was pushed as `moved`, if that is not None, which a later push takes away.
    """

    kept: tuple[Wanted, ...]
    moved: Glob | None = None


def exposures(rule: Rule, contract: Contract) -> Iterator[Exposure]:
    """Find all ways in which `rule` may identify an image in use, with as few tags as each allows, and as general ones.

    That is enough. A tag that only has to match a glob is at its most general with characters for the stars that no
    rule names: whatever entry selects that tag selects every other tag of the glob, too. So, if a rule claims an image
    with such tags, it claims every image that has a tag for each of these globs, whatever else it carries.

    Raises OverflowError if the ways are too many to look at.
    """
    if rule.tag_status is TagStatus.UNTAGGED:
        if not contract.carried:
            yield from _bare(contract)
        return
    needs: list[Sequence[Wanted]] = [
        (Wanted(glob, any(pushed.covers(glob) for pushed in contract.pushes)),) for glob in contract.carried
    ]
    needs += [
        alternatives(glob, contract)
        for glob in rule.globs
        if not any(glob.covers(carried) for carried in contract.carried)
    ]
    if prod(map(len, needs)) > _MOST:
        raise OverflowError("its entries can be met by the tags that are pushed in too many ways")
    for kept in product(*needs):
        yield from _pushed_somehow(tuple(dict.fromkeys(kept)), contract)


def _bare(contract: Contract) -> Iterator[Exposure]:
    """An image in use without any tag: pushed so, or by the loss of its tag."""
    if contract.pushed_untagged:
        yield Exposure(())
    yield from (Exposure((), moved) for moved in contract.moving)


def _pushed_somehow(kept: tuple[Wanted, ...], contract: Contract) -> Iterator[Exposure]:
    """Let the image have been pushed: with one of the tags that it keeps, with another, or with one that it loses."""
    as_it_is = any(wanted.pushed for wanted in kept)
    if as_it_is or contract.pushed_untagged:
        yield Exposure(kept)
    if as_it_is or (kept and contract.pushed_untagged):
        # One more tag would only bring it into the reach of more rules, which may claim it. Without any tag it is
        # another matter: a rule for untagged images claims it only so.
        return
    yield from (Exposure((*kept, Wanted(glob, pushed=True))) for glob in contract.pushes)
    yield from (Exposure(kept, moved) for moved in contract.moving)


def alternatives(glob: Glob, contract: Contract) -> list[Wanted]:
    """The most general tags that an image can get and `glob` selects. None: no image ever has such a tag."""
    if not selects_a_tag(glob):
        return []
    sources = ((contract.pushes, True), (contract.carried, False))
    found = [
        Wanted(met, pushed)
        for globs, pushed in sources
        for source in globs
        for met in glob.meets(source)
        if selects_a_tag(met)
    ]
    return [
        wanted
        for wanted in dict.fromkeys(found)
        if not any(
            other != wanted and other.pushed >= wanted.pushed and other.glob.covers(wanted.glob) for other in found
        )
    ]


def claiming(rules: Iterable[Rule], tags: Sequence[str]) -> Rule | None:
    """The first of `rules`, all of them for standard storage, that identifies an image with `tags`."""
    return next((rule for rule in rules if identifies(rule, tags)), None)


def identifies(rule: Rule, tags: Sequence[str]) -> bool:
    """Whether `rule` identifies an image with `tags`, in the storage class that it is for."""
    match rule.tag_status:
        case TagStatus.ANY:
            return True
        case TagStatus.UNTAGGED:
            return not tags
        case TagStatus.TAGGED:
            return all(any(glob.selects(tag) for tag in tags) for glob in rule.globs)
