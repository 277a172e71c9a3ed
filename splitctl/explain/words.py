"""Lifecycle rules and contracts in plain words."""

from collections.abc import Sequence

from retention.contract import Contract, Mutability
from retention.model import Action, CountType, Rule, StorageClass, TagStatus


def of_rule(rule: Rule) -> str:
    """What `rule` selects and does, as in "images tagged build-*: keep the 30 youngest"."""
    return f"{_selected(rule)}: {_done(rule)}"


def of_contract(contract: Contract) -> str:
    """What is promised, in one line without a full stop."""
    in_use = f"every image in use has {_tags(contract.in_use, 'and')}" if contract.in_use else "no tag of images in use"
    anything = "*" in contract.pushed
    pushed = "a tag, whatever it is" if anything else _tags(contract.pushed, "or")
    untagged = ", or none" if contract.pushed_untagged else ""
    moving = "never move" if contract.mutability is Mutability.IMMUTABLE else "may move"
    most = f"a repository holds {counted(contract.most_images, 'image')} at most"
    return f"{in_use}; every push has {pushed}{untagged}; tags {moving}; {most}"


def counted(number: int, noun: str) -> str:
    """`number` of a thing, as in "1 push" and "2 pushes"."""
    plural = "es" if noun.endswith("sh") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def _tags(patterns: Sequence[str], word: str) -> str:
    return f" {word} ".join(f"a tag {pattern}" for pattern in patterns)


def _selected(rule: Rule) -> str:
    images = "archived images" if rule.storage_class is StorageClass.ARCHIVE else "images"
    match rule.tag_status:
        case TagStatus.ANY:
            return f"all {images}"
        case TagStatus.UNTAGGED:
            return f"untagged {images}"
        case TagStatus.TAGGED:
            prefixes = [f"{prefix}..." for prefix in rule.tag_prefixes]
            return f"{images} tagged {' and '.join([*rule.tag_patterns, *prefixes])}"


def _done(rule: Rule) -> str:
    doing = "expire" if rule.action is Action.EXPIRE else "archive"
    days = counted(rule.count_number, "day")
    match rule.count_type:
        case CountType.IMAGE_COUNT_MORE_THAN:
            keeping = "keep" if rule.action is Action.EXPIRE else "archive all but"
            return f"{keeping} the {rule.count_number} youngest"
        case CountType.SINCE_IMAGE_PUSHED:
            return f"{doing} what was pushed more than {days} ago"
        case CountType.SINCE_IMAGE_PULLED:
            return f"{doing} what was not pulled for more than {days}"
        case CountType.SINCE_IMAGE_TRANSITIONED:
            return f"{doing} what was archived more than {days} ago"
