"""Waivers as people write them, and what they are for."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from policy.ledger import Ledger
from policy.model import REPOSITORY, Finding, Resource
from policy.rules import RULES
from policy.waivers import Waivers

TODAY = date(2026, 11, 25)


def full_urn(name: str, stack: str = "prod", kind: str = REPOSITORY) -> str:
    """Return the URN of a resource of the project `shop`."""
    return f"urn:pulumi:{stack}::shop::{kind}::{name}"


def repository_in(stack: str, name: str) -> Resource:
    """Make a repository of a stack."""
    return Resource(REPOSITORY, name, full_urn(name, stack), {})


def entry(**others: Any) -> dict[str, Any]:
    """Make an entry with nothing wrong with it, but for what is asked otherwise."""
    return {
        "rule": "SP203",
        "urn": full_urn("web"),
        "reason": "It is empty, and moves to another account in January.",
        "owner": "the platform team",
        "expires": "2027-01-31",
    } | others


def read(*entries: Any, today: date = TODAY) -> Waivers:
    """Read a file of these entries: JSON is YAML, too."""
    return Waivers.read(json.dumps(entries).encode(), RULES, today)


IMAGES_STAY, PROTECTED = "SP203-images-stay", "SP203-live-repository-protected"


def judged(ledger: Ledger, stack: Sequence[Resource], *found: tuple[str, Finding]) -> list[tuple[str, Finding]]:
    """Let every rule judge each resource of the stack and find what is `found`, by rule. Returns what is kept."""
    kept: list[tuple[str, Finding]] = []
    for rule in ledger.rules:
        findings = [finding for each, finding in found if each == rule.name]
        kept += [(rule.name, finding) for finding in ledger.kept(rule, stack, findings)]
    return kept
