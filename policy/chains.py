"""What principals can become in any number of steps, and where they can push to then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from policy.environments import Environments
from policy.holders import Holder, holders
from policy.model import Resource
from policy.pushes import Reach, Registry
from policy.steps import Step, Steps

_Key = tuple[str, str]
"""The URN and the name of a principal: together they are its own, even if it is elsewhere."""


@dataclass(frozen=True)
class Way:
    """One way of a principal to one repository."""

    steps: tuple[Step, ...]
    """None if it need not become anybody else."""
    reach: Reach


def spans(reached: Iterable[Reach]) -> bool:
    """Whether these are repositories of more than one environment, or may be."""
    return len({(each.environment, "" if each.environment else each.repository) for each in reached}) > 1


class Chains:
    """The principals of a stack, and those elsewhere that its roles trust by their names.

    Roles that can push to two environments by themselves lead nowhere here: SP101 reports them, and once they are
    mended all that is behind them is looked at.
    """

    def __init__(self, resources: Sequence[Resource], environments: Environments) -> None:
        self._registry = Registry(resources, environments)
        self._own = holders(resources)
        self._steps = Steps(resources, self._own)
        self._reached: dict[_Key, list[Reach]] = {}
        self._next: dict[_Key, list[Step]] = {}

    @cached_property
    def principals(self) -> list[Holder]:
        """Who may become somebody else, in the order of their URNs."""
        arns = {each.arn for each in self._own}
        unmade = {each.name_in_iam for each in self._own if not isinstance(each.arn, str)}
        strangers = [
            Holder(arn, urn, arn.rsplit("/", 1)[-1], arn, ())
            for arn, urn in sorted(self._steps.strangers.items())
            if arn not in arns and arn.rsplit("/", 1)[-1] not in unmade
        ]
        return [*self._own, *strangers]

    def ways(self, holder: Holder) -> list[Way]:
        """List where a principal can push to, one of the shortest ways for each, by environment and name.

        None for one that can become nobody else.
        """
        if not self._following(holder):
            return []
        found: dict[tuple[str, str], Way] = {}
        for steps in self._walks(holder):
            for reach in self._reaches(steps[-1].role if steps else holder):
                found.setdefault(reach.order(), Way(steps, reach))
        return [found[order] for order in sorted(found)]

    def _walks(self, holder: Holder) -> Iterator[tuple[Step, ...]]:
        """Walk to each role that it can become, the nearest first."""
        yield ()
        seen: set[str] = set()
        walks: list[tuple[Step, ...]] = [()]
        for walk in walks:
            for step in self._following(walk[-1].role if walk else holder):
                if step.role.urn not in seen:
                    seen.add(step.role.urn)
                    walks.append((*walk, step))
                    yield walks[-1]

    def _following(self, holder: Holder) -> list[Step]:
        key = holder.urn, holder.name
        if key not in self._next:
            self._next[key] = [each for each in self._steps.of(holder) if not spans(self._reaches(each.role))]
        return self._next[key]

    def _reaches(self, holder: Holder) -> list[Reach]:
        key = holder.urn, holder.name
        if key not in self._reached:
            self._reached[key] = self._registry.reached_by(holder)
        return self._reached[key]
