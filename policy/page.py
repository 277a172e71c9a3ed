"""docs/policies.md: the rules, in the words that stand with them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from policy.model import Rule
from policy.rules import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "policies.md"

_HEAD = """\
# The rules of the policy pack

<!-- Made by `make docs` from policy/rules: say it there. -->

A mandatory rule stops `pulumi preview` and `pulumi up`, an advisory one only says what it finds. A rule that judges
each resource does so before Pulumi makes it, one that judges the whole stack in the preview and after the update. What
is not known before the update does not pass, unless that is said below. What has to pass for a while can be waived:
[waivers.md](waivers.md), also for SP901, which judges waivers.

| rule | severity | level | what holds |
|---|---|---|---|
"""


def page(rules: Sequence[Rule]) -> str:
    """Write the page: a table of all rules, and a section for each number."""
    rows = (
        f"| [{number(each)}](#{number(each).lower()}) {title(each)} | {each.severity} | {each.level} "
        f"| {_shown(each.description)} |"
        for each in rules
    )
    sections = (_section(numbered, list(found)) for numbered, found in groupby(rules, number))
    return "\n".join([_HEAD + "\n".join(rows), *sections, ""])


def number(rule: Rule) -> str:
    """The number of a rule, such as SP101: several rules may share one."""
    return rule.name.partition("-")[0]


def title(rule: Rule) -> str:
    """The name of a rule without its number."""
    return rule.name.partition("-")[2]


def _section(numbered: str, rules: Sequence[Rule]) -> str:
    example = numbered.lower()
    broken = f"A program that breaks it: [examples/violations/{example}](../examples/violations/{example}/__main__.py)."
    return "\n\n".join([f"\n## {numbered}", *("\n".join(_rule(each)) for each in rules), broken])


def _rule(rule: Rule) -> Iterator[str]:
    judges = "each resource" if rule.alone else "the whole stack"
    yield f"**{title(rule)}** ({rule.severity}, {rule.level}, judges {judges}): {_shown(rule.description)}"
    yield ""
    yield f"- *Why:* {_shown(rule.why)}"
    yield f"- *Finds:* {_shown(rule.fails)}"
    yield f"- *To do:* {_shown(rule.fix)}"
    if rule.passes:
        yield f"- *Lets pass:* {_shown(rule.passes)}"
    for option, schema in rule.options.items():
        yield f"- *Option* `{option}` of `{_policy(rule)}`: {_shown(schema['description'])}"
    for address in rule.pages:
        yield f"- *See* <{address}>"


def _policy(rule: Rule) -> str:
    """The name by which the pack's configuration tells the rule something."""
    return f"SP-{rule.level}-{rule.severity}" if rule.together else rule.name


def _shown(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return text.replace("*", r"\*").replace("<", r"\<").replace("[", r"\[")


if __name__ == "__main__":
    PAGE.write_text(page(RULES), encoding="utf-8")
