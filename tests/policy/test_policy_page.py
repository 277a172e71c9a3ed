"""docs/policies.md, and what each rule says of itself."""

import re
from dataclasses import replace

import pytest

from policy.model import Rule
from policy.page import PAGE, number, page
from policy.rules import RULES
from tests.conftest import ROOT

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_the_page_is_what_the_rules_say() -> None:
    """`make docs` writes it anew."""
    assert page(RULES) == PAGE.read_text(encoding="utf-8"), "run `make docs`"


@by_name
def test_a_rule_says_why_and_what_to_do(rule: Rule) -> None:
    """In sentences, and it names what it rests on."""
    for text in (rule.description, rule.why, rule.fails, rule.fix, rule.passes or "Nothing."):
        assert re.fullmatch(r"\S.*\.", text), text
    assert rule.pages
    assert all(
        address.startswith(("https://docs.aws.amazon.com/", "https://www.pulumi.com/")) for address in rule.pages
    )


@by_name
def test_the_readme_leads_to_each_rule(rule: Rule) -> None:
    """By one row of its table, whose link has its heading, below which is a program that is there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    anchor = number(rule).lower()
    assert 1 == readme.count(f"\n| [{number(rule)}](docs/policies.md#{anchor}) | ")
    assert 1 == page(RULES).count(f"\n## {number(rule)}\n")
    example = f"examples/violations/{anchor}/__main__.py"
    assert f"(../{example})" in page(RULES)
    assert (ROOT / example).is_file()


def test_a_rule_is_shown_as_it_is() -> None:
    """What Markdown would take for its own is escaped; an option is told to the policy that the rule is part of."""
    option = {"names": {"description": "What names look like."}}
    rule = replace(RULES[0], fix="Tag it pin-*, [x] or <y>.", passes="", options=option, together=True)
    shown = page([rule])
    assert r"- *To do:* Tag it pin-\*, \[x] or \<y>." in shown
    assert "Lets pass" not in shown
    assert f"- *Option* `names` of `SP-{rule.level}-{rule.severity}`: What names look like." in shown
    assert "- *Option* `names` of `SP101-no-shared-push`: " in page([replace(rule, together=False)])
