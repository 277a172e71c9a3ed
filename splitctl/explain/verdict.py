"""Whether a policy can ever take an image in use, for people and for programs."""

from typing import Any

from retention.contract import Contract
from retention.model import Rule
from retention.verify import Safe, Undecided, Unsafe, Verdict
from splitctl.explain import words
from splitctl.explain.output import Output


def show(verdict: Verdict, contract: Contract, output: Output) -> None:
    """Print what was promised, the verdict, and why each rule is harmless or how one is not."""
    output.line(f"Promised: {words.of_contract(contract)}.")
    match verdict:
        case Safe(reasons):
            output.line("SAFE: no rule can ever act on an image in use", "bold green")
            if reasons:
                rows = [(str(each.rule.priority), words.of_rule(each.rule), each.why) for each in reasons]
                output.table(("rule", "what it does", "why no image in use is lost"), rows)
        case Unsafe(history):
            output.line("UNSAFE: an image in use is lost like this", "bold red")
            for number, sentence in enumerate(history.sentences, start=1):
                output.line(f"{number}. {sentence}")
            output.line(_rule(history.rule))
        case Undecided(rule):
            output.line("UNDECIDED, which counts as unsafe", "bold yellow")
            output.line(verdict.reason)
            output.line(_rule(rule))


def as_json(verdict: Verdict, contract: Contract) -> dict[str, Any]:
    """The same for programs. Every key is always there."""
    reasons: list[dict[str, Any]] = []
    history: dict[str, Any] | None = None
    match verdict:
        case Safe(found):
            reasons = [_reason(each.rule, each.why) for each in found]
        case Unsafe(found_history):
            history = {
                "steps": found_history.as_json(),
                "sentences": list(found_history.sentences),
                "rule": found_history.rule.priority,
            }
        case Undecided(rule, why):
            reasons = [_reason(rule, why)]
    return {
        "verdict": type(verdict).__name__.lower(),
        "contract": {
            "inUse": list(contract.in_use),
            "pushed": list(contract.pushed),
            "pushedUntagged": contract.pushed_untagged,
            "mutability": contract.mutability.value,
            "mostImages": contract.most_images,
        },
        "reasons": reasons,
        "history": history,
    }


def _reason(rule: Rule, why: str) -> dict[str, Any]:
    return {"rule": rule.priority, "does": words.of_rule(rule), "why": why}


def _rule(rule: Rule) -> str:
    return f"Rule {rule.priority} is for {words.of_rule(rule)}."
