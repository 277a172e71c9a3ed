"""What a lifecycle policy does to each image of a repository."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from retention import fate
from retention.fate import Fate
from retention.model import Image, Policy, Rule
from retention.relations import changed_by_relations
from retention.snapshot import Snapshot, microseconds


def evaluate(policy: Policy, images: Iterable[Image], now: datetime) -> dict[str, Fate]:
    """Say for each image, by digest, what ECR's next lifecycle run does to it. ECR may take 24 hours to run.

    All rules identify images as if none were expired; then each acts, lowest `rulePriority` first, on what it is due
    to act on and no rule before it identifies. So an image that one rule claims is out of reach of all later ones,
    and yet takes up a place in their counts. An image that an index refers to stays while the index does, and a
    referrer goes with its subject. https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html

    What AWS leaves open is decided for the outcome that is worse for an image in use:

    - Images pushed at one moment have no order that AWS tells: each counts as the oldest of them.
    - Whether children of an index and referrers take up places in counts: they do, and push others out.
    - Whether a child goes in the same run as its index: it does.
    - Whether rules act on a referrer whose subject stays: they do. It goes with its subject even if an index holds it.
    - Whether a rule for one storage class claims images of the other: it does not.
    - Whether a restoration renews the age that `sinceImagePushed` counts: it does not.
    """
    snapshot, moment = Snapshot(images), microseconds(now)
    claims: list[Rule | None] = [None] * len(snapshot.images)
    acts: list[Rule | None] = [None] * len(snapshot.images)
    thwarted: dict[int, Rule] = {}
    for rule in policy.rules:
        identified = snapshot.identified(rule)
        for number in snapshot.due(rule, identified, moment):
            if claims[number] is None:
                acts[number] = rule
            else:
                thwarted.setdefault(number, rule)
        for number in identified:
            if claims[number] is None:
                claims[number] = rule
    # Most fates are alike: one object for each kind, not for each image.
    kept, acted_on, unselected = cache(fate.kept), cache(fate.acted_on), cache(fate.unselected)
    fates: dict[str, Fate] = {}
    for number, image in enumerate(snapshot.images):
        acting, claiming = acts[number], claims[number]
        if acting:
            fates[image.digest] = acted_on(acting)
        elif claiming:
            fates[image.digest] = kept(claiming, thwarted.get(number))
        else:
            fates[image.digest] = unselected(image.storage_class)
    return fates | changed_by_relations(fates, snapshot.images)
