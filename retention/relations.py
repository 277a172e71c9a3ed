"""What becomes of images that others refer to, and of those that refer to others."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from retention import fate
from retention.fate import Fate, Outcome
from retention.model import Image, StorageClass

_SEVERITY = [Outcome.KEEP, Outcome.ARCHIVE, Outcome.EXPIRE]


def changed_by_relations(fates: Mapping[str, Fate], images: Iterable[Image]) -> dict[str, Fate]:
    """Return the fates that differ from `fates`, the rules' own: children are held, and referrers follow.

    A child stays while an index that refers to it does; an archived index holds nothing. A referrer goes with its
    subject. https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html

    Of what a rule does to a referrer and what it shares with its subject, it suffers the worse, whatever holds it.
    """
    related = {image.digest: image for image in images if image.children or image.subject}
    children = {
        digest: [child for child in image.children if child in fates]
        for digest, image in sorted(related.items())
        if image.storage_class is StorageClass.STANDARD
    }
    referrers: defaultdict[str, list[Image]] = defaultdict(list)
    for image in related.values():
        if image.subject in fates:
            referrers[str(image.subject)].append(image)
    inherited: dict[str, Fate] = {}
    while True:
        held = _held(fates, children, inherited)
        passed_on = _passed_on({**{digest: fates[digest] for digest in (*related, *referrers)}, **held}, referrers)
        # A referrer that goes may be an index: what it held may go then, and what follows that.
        if passed_on.keys() == inherited.keys():
            return {**held, **passed_on}
        inherited = passed_on


def _held(
    fates: Mapping[str, Fate], children: Mapping[str, Sequence[str]], inherited: Mapping[str, Fate]
) -> dict[str, Fate]:
    """The images that a rule would act on, but that an index which stays refers to."""
    held: dict[str, Fate] = {}
    staying = deque(index for index in children if fates[index].action is Outcome.KEEP and index not in inherited)
    while staying:
        index = staying.popleft()
        for child in children[index]:
            acting = fates[child].acts
            if acting and child not in held:
                held[child] = fate.held(acting, index)
                if child in children and child not in inherited:
                    staying.append(child)
    return held


def _passed_on(own: Mapping[str, Fate], referrers: Mapping[str, Sequence[Image]]) -> dict[str, Fate]:
    """The fates of referrers that suffer more by their subjects than by rules, subjects that are referrers included."""
    passed_on: dict[str, Fate] = {}
    going = [subject for subject in referrers if own[subject].action is not Outcome.KEEP]
    while going:
        subject = going.pop()
        cause = passed_on.get(subject, own[subject])
        for referrer in referrers[subject]:
            before = passed_on.get(referrer.digest, own[referrer.digest])
            in_archive = referrer.storage_class is StorageClass.ARCHIVE
            if _worse(cause, before) and not (in_archive and cause.action is Outcome.ARCHIVE):
                passed_on[referrer.digest] = fate.following(before.claims, subject, cause)
                if referrer.digest in referrers:
                    going.append(referrer.digest)
    return passed_on


def _worse(one: Fate, other: Fate) -> bool:
    return _SEVERITY.index(one.action) > _SEVERITY.index(other.action)
