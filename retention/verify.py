"""Whether a lifecycle policy can ever take an image that is in use: a proof that it can't, or how it does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retention.contract import Contract
from retention.crowd import Crowd, at_most, crowd
from retention.exposure import Exposure, alternatives, claiming, exposures, identifies
from retention.globs import Glob, fresh_character
from retention.history import LONGEST_WAIT, Deploy, History, Push, Retag, Step, Wait
from retention.model import CountType, Policy, Rule, StorageClass, TagStatus
from retention.tags import TAG_CHARACTERS, is_tag


@dataclass(frozen=True)
class Reason:
    """Why a rule never acts on an image in use, in a clause that goes on from the rule."""

    rule: Rule
    why: str


@dataclass(frozen=True)
class Safe:
    """No history of pushes, retags, deployments, rollbacks and days lets ECR expire or archive an image in use."""

    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> str:
        """The proof in one sentence: why no rule can act on an image in use."""
        told = [f"rule {reason.rule.priority} {reason.why}" for reason in self.reasons]
        return "; ".join(told) or "the policy has no rules"


@dataclass(frozen=True)
class Unsafe:
    """A shortest history after which ECR acts on an image in use."""

    history: History


@dataclass(frozen=True)
class Undecided:
    """Neither a proof nor a history was found. Never to be taken for safe."""

    rule: Rule
    why: str

    @property
    def reason(self) -> str:
        """Why not, in one sentence."""
        return f"rule {self.rule.priority} {self.why}"


Verdict = Safe | Unsafe | Undecided


def verify(policy: Policy, contract: Contract) -> Verdict:
    """Decide whether ECR can ever act on an image in use, if all that `contract` promises is kept.

    Each rule is judged by itself: a rule acts on an image if it identifies the image, no rule before it does, and its
    count or age is reached. The tags that an image in use may have are looked at in their most general form (see
    `exposures`), pushes up to the quota and waits up to the end of the calendar; so what is not found does not exist.

    The history is a shortest one, unless pushed tags are named one by one: then one may be shorter by some retags.

    An image counts as in use only while it lies in standard storage: whoever archives or deletes images, or tags, by
    hand is outside of this. Children of an index are judged by the index, which must carry the promised tags. An image
    in use is no referrer: a referrer goes with its subject, whatever tags it has.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """
    rules = [rule for rule in policy.rules if rule.storage_class is StorageClass.STANDARD]
    fresh = fresh_character(*_globs(policy, contract))
    judged = [
        _judge(rule, rules[: rules.index(rule)], contract, fresh)
        if rule.storage_class is StorageClass.STANDARD
        else Reason(rule, "acts on archived images only, and from the archive nothing runs")
        for rule in policy.rules
    ]
    histories = [each for each in judged if isinstance(each, History)]
    if histories:
        return Unsafe(min(histories, key=lambda history: history.length))
    open_questions = [each for each in judged if isinstance(each, Undecided)]
    return open_questions[0] if open_questions else Safe(tuple(each for each in judged if isinstance(each, Reason)))


def _globs(policy: Policy, contract: Contract) -> Iterator[Glob]:
    yield from contract.globs
    for rule in policy.rules:
        yield from rule.globs


def _judge(rule: Rule, before: Sequence[Rule], contract: Contract, fresh: str) -> Reason | History | Undecided:
    """Judge one rule. `fresh` is a character that no glob names."""
    try:
        never = _never_fires(rule, contract)
        if never:
            return Reason(rule, never)
        return _search(rule, before, contract, fresh)
    except OverflowError as error:
        return Undecided(rule, f"cannot be judged: {error}")


def _search(rule: Rule, before: Sequence[Rule], contract: Contract, fresh: str) -> Reason | History | Undecided:
    """Find the shortest history in which `rule` acts on an image in use, or why there is none."""
    shortest = 3 if rule.count_type.is_age else rule.count_number + 2
    claimant: Rule | None = None
    best: History | None = None
    stuck = crowded = False
    for exposure in exposures(rule, contract):
        claims = claiming(before, [wanted.glob.instance(fresh) for wanted in exposure.kept])
        if claims:
            claimant = claimant or claims
            continue
        history = _history(rule, before, contract, exposure)
        if history is None:
            stuck = True
        elif _images(history) > contract.most_images:
            crowded = True
        elif best is None or _order(history) < _order(best):
            best = history
            if best.length == shortest and isinstance(best.steps[1], Deploy):
                break
    if best:
        return best
    if stuck:
        return Undecided(rule, "may act on an image in use, but no tags were found with which it does")
    if crowded:
        return Reason(rule, f"never acts: a repository holds {contract.most_images} images at most")
    return Reason(rule, _out_of_reach(rule, contract, claimant))


def _order(history: History) -> tuple[int, bool]:
    """Which history to tell: the shortest, and of two the one that deploys the image at once."""
    return history.length, not isinstance(history.steps[1], Deploy)


def _never_fires(rule: Rule, contract: Contract) -> str | None:
    """Why `rule` cannot act on any image at all."""
    count = rule.count_number
    useless = next((glob for glob in rule.globs if not alternatives(glob, contract)), None)
    if useless:
        return f"selects no image: none ever gets a tag that matches {useless}"
    if rule.count_type.is_age:
        return f"never acts: {count} days end after the last year there is" if count > LONGEST_WAIT else None
    if count >= contract.most_images:
        return f"never acts: a repository holds {contract.most_images} images at most"
    exact = next((glob for glob in rule.globs if glob.is_exact), None)
    if exact:
        return f"never acts: one image at most has the tag {exact}"
    limit = at_most(rule, contract)
    if limit is not None and limit <= count:
        return f"never acts: with the tags that are pushed, it selects {limit} images at most"
    return None


def _out_of_reach(rule: Rule, contract: Contract, claimant: Rule | None) -> str:
    """Why `rule` acts on no image in use, since none that it selects is free for it."""
    if claimant:
        return f"cannot act on an image in use: rule {claimant.priority} claims every one that it selects"
    if rule.tag_status is TagStatus.UNTAGGED:
        why = "always has a tag" if contract.carried else "was pushed with a tag, which cannot be moved away"
        return f"acts on untagged images, and an image in use {why}"
    return "selects no image in use"


def _images(history: History) -> int:
    return sum(len(step.images) for step in history.steps if isinstance(step, Push))


def _history(rule: Rule, before: Sequence[Rule], contract: Contract, exposure: Exposure) -> History | None:
    """Tell how an image in use gets into `rule`'s reach and is acted on. None: no real tags were found for it."""
    for filler in _FILLERS:
        pushed = [_tag(wanted.glob, filler) for wanted in exposure.kept if wanted.pushed]
        deployed = [_tag(wanted.glob, filler) for wanted in exposure.kept if not wanted.pushed]
        moved = None if exposure.moved is None else _tag(exposure.moved, filler, natural="latest")
        kept = [*pushed, *deployed]
        if not all(map(is_tag, kept)) or claiming(before, kept) or not identifies(rule, kept):
            continue
        if moved is not None and (moved in kept or not contract.can_be_pushed(moved) or not contract.can_move(moved)):
            continue
        others = _others(rule, contract, kept, moved)
        if others is None:
            continue
        first = Push(_FIRST, (moved, *pushed) if moved else tuple(pushed))
        theirs: tuple[Push | Retag, ...] = (*others.pushes, *others.retags)
        back = [tag for tag in pushed if any(tag in step.tags for step in theirs)]
        mine = Deploy(_FIRST, (*deployed, *back))
        in_order: Iterable[Step] = (first, *theirs, mine) if back else (first, mine, *theirs)
        waits = (Wait(rule.count_number),) if rule.count_type.is_age else ()
        return History((*in_order, *waits), rule)
    return None


def _others(rule: Rule, contract: Contract, kept: Sequence[str], moved: str | None) -> Crowd | None:
    """The images pushed after the one in use."""
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return crowd(rule, contract, kept, moved)
    return Crowd((Push(range(2, 3), (moved,)),) if moved else ())


_FIRST = range(1, 2)
_NATURAL = ""
_FILLERS = (_NATURAL, "1", *TAG_CHARACTERS)
"""What to write for the stars of a tag, the most natural first. ECR's 50 rules cannot claim them all one by one."""


def _tag(glob: Glob, filler: str, natural: str = "build-1") -> str:
    """A tag that `glob` selects."""
    if filler != _NATURAL:
        return glob.instance(filler)
    return natural if glob.parts == ("", "") else glob.instance("1")
