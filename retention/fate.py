"""What becomes of an image at ECR's next lifecycle run, and why."""

from dataclasses import dataclass
from enum import StrEnum

from retention.model import Action, CountType, Rule, StorageClass


class Outcome(StrEnum):
    """What ECR does to an image."""

    KEEP = "keep"
    EXPIRE = "expire"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Fate:
    """What ECR does to an image, the rule that does it, the rule that claims the image, and why.

    `acts` is None if the image stays. `claims` is the first rule that identifies the image, which keeps it from all
    later ones; None if no rule does.
    """

    action: Outcome
    acts: Rule | None
    claims: Rule | None
    why: str

    @property
    def decides(self) -> Rule | None:
        """The one rule to look at: that which acts, else that which claims."""
        return self.acts or self.claims


def doing(rule: Rule) -> Outcome:
    """What becomes of an image that `rule` acts on."""
    return Outcome.EXPIRE if rule.action is Action.EXPIRE else Outcome.ARCHIVE


def _condition(rule: Rule) -> tuple[str, str]:
    """What is so of an image that `rule` acts on, and of one that it keeps, in words that go on from "it"."""
    count = rule.count_number
    days = f"{count} day{'' if count == 1 else 's'}"
    match rule.count_type:
        case CountType.IMAGE_COUNT_MORE_THAN:
            return f"is not among the {count} youngest", f"is among the {count} youngest"
        case CountType.SINCE_IMAGE_PUSHED:
            return f"was pushed more than {days} ago", f"was pushed no more than {days} ago"
        case CountType.SINCE_IMAGE_PULLED:
            return f"was not pulled for more than {days}", f"was pulled, pushed or restored no more than {days} ago"
        case CountType.SINCE_IMAGE_TRANSITIONED:
            return f"was archived more than {days} ago", f"was archived no more than {days} ago"


def acted_on(rule: Rule) -> Fate:
    """The fate of an image that `rule` claims and acts on."""
    return Fate(doing(rule), rule, rule, f"rule {rule.priority} {doing(rule)}s it: it {_condition(rule)[0]}")


def kept(claims: Rule, later: Rule | None) -> Fate:
    """The fate of an image that `claims` keeps; `later` would act on it, were it not claimed."""
    why = f"rule {claims.priority} claims and keeps it: it {_condition(claims)[1]}"
    if later:
        why += f"; rule {later.priority} would {doing(later)} it, and must not"
    return Fate(Outcome.KEEP, None, claims, why)


def unselected(storage_class: StorageClass) -> Fate:
    """The fate of an image that no rule identifies."""
    where = "no rule" if storage_class is StorageClass.STANDARD else "no rule for archived images"
    return Fate(Outcome.KEEP, None, None, f"{where} selects it")


def held(claims: Rule, index: str) -> Fate:
    """The fate of an image that `claims` would act on, but that an index refers to."""
    why = f"rule {claims.priority} would {doing(claims)} it, but index {index} refers to it, and stays"
    return Fate(Outcome.KEEP, None, claims, why)


def following(claims: Rule | None, subject: str, fate: Fate) -> Fate:
    """The fate of a referrer whose `subject` goes."""
    return Fate(fate.action, fate.acts, claims, f"it refers to {subject}, which goes by {_by(fate)}; referrers follow")


def _by(fate: Fate) -> str:
    return f"rule {fate.acts.priority}" if fate.acts else "no rule"
