"""What is measured."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from statistics import median

from bench import evaluation, policies
from bench.repositories import APP, NOW, repository, seeded
from retention.contract import Contract
from retention.evaluate import evaluate
from retention.margin import margins
from retention.verify import verify

CONTRACTS = {
    "pinned": Contract(in_use=("pin-*",)),
    "no promise": Contract(),
    "pushes named": Contract(in_use=("pin-*",), pushed=("build-*", "release-*", f"{APP}-*-*")),
}
"""What the proofs count on."""


@dataclass(frozen=True)
class Figure:
    """One thing measured. The target is the largest number that is good enough; None where there is none."""

    what: str
    measured: float
    unit: str
    target: float | None = None


@dataclass(frozen=True)
class Sizes:
    """How much of everything to measure with."""

    images: int = 100_000
    rules: int = policies.MOST_RULES
    policies: int = 1_000
    images_with_margins: int = 10_000


def figures(sizes: Sizes) -> Iterator[Figure]:
    """Measure one after the other. Targets are for the default sizes."""
    yield from _evaluations(sizes)
    yield from _proportion(sizes)
    yield from _margins(sizes)
    yield from _proofs(sizes)


def _evaluations(sizes: Sizes) -> Iterator[Figure]:
    kinds = {"natural": ", natural", "worst": ", worst", "entries": f" of {policies.MANY_ENTRIES} entries"}
    for kind, words in kinds.items():
        found = evaluation.measured(kind, sizes.images, sizes.rules)
        # Time goes with the entries, too: ten times as many are no part of the target.
        target = None if kind == "entries" else 3
        yield Figure(f"evaluate {sizes.images:,} images, {sizes.rules} rules{words}", found.seconds, "s", target)
        yield Figure("    its memory", found.megabytes, "MB", 300)


def _proportion(sizes: Sizes) -> Iterator[Figure]:
    """The time for one image and one rule, which is to stay as it is however many there are."""
    each: list[float] = []
    for images, rules in product((sizes.images // 10, sizes.images), (sizes.rules // 5, sizes.rules)):
        seconds = _seconds(partial(evaluate, policies.mixed(seeded(2), rules), repository(seeded(1), images), NOW))
        each.append(seconds * 1e9 / (images * rules))
        yield Figure(f"evaluate {images:,} images, {rules} rules: each", each[-1], "ns")
    _, few_images, few_rules, most = each
    yield Figure("    with ten times the images", most / few_images, "times")
    yield Figure("    with five times the rules", most / few_rules, "times")


def _margins(sizes: Sizes) -> Iterator[Figure]:
    policy, present = policies.mixed(seeded(2), sizes.rules), repository(seeded(1), sizes.images_with_margins)
    what = f"margins of {sizes.images_with_margins:,} images, {sizes.rules} rules"
    yield Figure(what, _seconds(partial(margins, policy, present, NOW)) * 1e3, "ms", 200)


def _proofs(sizes: Sizes) -> Iterator[Figure]:
    random = seeded(3)
    judged = [policies.anyhow(random) for _ in range(sizes.policies)]
    for name, contract in CONTRACTS.items():
        taken = [_seconds(partial(verify, policy, contract), runs=1) * 1e3 for policy in judged]
        what = f"verify {sizes.policies:,} policies, {name}"
        yield Figure(f"{what}: median", median(taken), "ms", 100)
        yield Figure(f"{what}: longest", max(taken), "ms", 100)


def _seconds(run: Callable[[], object], runs: int = 3) -> float:
    """The processor time that `run` takes: the median of some runs."""
    taken = []
    for _ in range(runs):
        before = time.process_time()
        run()
        taken.append(time.process_time() - before)
    return median(taken)
