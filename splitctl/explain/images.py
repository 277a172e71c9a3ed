"""What becomes of a repository's images, for people and for programs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from retention.fate import Outcome
from retention.margin import Margin
from splitctl.explain.judgement import Judged, Judgement
from splitctl.explain.output import Output
from splitctl.explain.words import counted

_FATES = {Outcome.KEEP: "kept", Outcome.EXPIRE: "expired", Outcome.ARCHIVE: "archived"}
_SHORT_DIGEST = len("sha256:") + 12


def show(judgement: Judgement, output: Output) -> None:
    """Print a row for each image, the youngest first, and how many of them are lost."""
    columns = ["image", "pushed", *(["in use"] if judgement.told else []), "rule", "fate", "margin", "why"]
    if judgement.images:
        rows = [_cells(each, told=judgement.told) for each in judgement.images]
        output.table(columns, rows, [_style(each) for each in judgement.images])
    counts = ", ".join(f"{judgement.actions[outcome]} {word}" for outcome, word in _FATES.items())
    of_use = f"; of {judgement.in_use} in use, {judgement.lost} lost" if judgement.told else ""
    verdict, style = ("UNSAFE", "bold red") if judgement.lost else ("SAFE", "bold green")
    now = f"{verdict} now ({_minute(judgement.now)}): {_losses(judgement)}"
    output.line(f"{now}; {counted(len(judgement.images), 'image')}, {counts}{of_use}", style)


def notes(judgement: Judgement, in_use: Sequence[str], indexes: int) -> Iterator[str]:
    """What one should know to read the answer, a line each."""
    if not in_use:
        yield (
            "Nobody said which images are in use, so each counts as one: name the tags that those in use carry, "
            "as in --in-use 'pin-*'"
        )
    elif not judgement.in_use:
        yield f"No image here carries {' and '.join(in_use)}, so none counts as in use: see that --in-use is right"
    if indexes:
        are = "is an index" if indexes == 1 else "are indexes"
        yield (
            f"{counted(indexes, 'image')} here {are}: describe-images does not tell which images an index lists, so "
            "these are judged as if no index held them"
        )


def as_json(judgement: Judgement) -> dict[str, Any]:
    """The same for programs. Every key is always there."""
    return {
        "verdict": "unsafe" if judgement.lost else "safe",
        "now": judgement.now.isoformat(),
        "images": [_as_json(each) for each in judgement.images],
        "summary": {
            "images": len(judgement.images),
            **{word: judgement.actions[outcome] for outcome, word in _FATES.items()},
            "inUse": judgement.in_use,
            "lost": judgement.lost,
        },
    }


def _cells(each: Judged, *, told: bool) -> list[str]:
    rule = each.fate.decides
    used = [("yes" if each.in_use else "no")] if told else []
    name = ", ".join(each.image.tags) or each.image.digest[:_SHORT_DIGEST]
    decides = str(rule.priority) if rule else "none"
    pushed = _minute(each.image.pushed_at)
    return [name, pushed, *used, decides, each.fate.action.value, _margin(each.margin), each.why]


def _losses(judgement: Judgement) -> str:
    """What the verdict says: it is about one run of ECR's, and not about what may come later."""
    used = "in use" if judgement.told else "that may be in use"
    already = judgement.lost_already
    taken = judgement.lost - already
    losses = [
        *([f"ECR's next run takes {counted(taken, 'image')} {used}"] if taken else []),
        *(
            [f"{counted(already, 'image')} {used} {'is' if already == 1 else 'are'} archived already"]
            if already
            else []
        ),
    ]
    return " and ".join(losses) or "no image in use is lost in ECR's next run"


def _margin(margin: Margin) -> str:
    if 0 in {margin.pushes, margin.days}:
        return "0: next run"
    left = {"push": margin.pushes, "day": margin.days}
    return " / ".join(counted(number, noun) for noun, number in left.items() if number is not None) or "never"


def _style(each: Judged) -> str:
    if each.is_lost:
        return "bold red"
    return "" if each.fate.action is Outcome.KEEP else "yellow"


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def _as_json(each: Judged) -> dict[str, Any]:
    image, decides, claims = each.image, each.fate.decides, each.fate.claims
    return {
        "digest": image.digest,
        "tags": list(image.tags),
        "pushedAt": image.pushed_at.isoformat(),
        "storageClass": image.storage_class.value,
        "inUse": each.in_use,
        "action": each.fate.action.value,
        "rule": decides.priority if decides else None,
        "claimedBy": claims.priority if claims else None,
        "why": each.why,
        "margin": {"pushes": each.margin.pushes, "days": each.margin.days},
    }
