"""What a file of waivers may say, and what is said of anything else."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.rules import RULES
from policy.waiver import Waiver, stack_of
from policy.waivers import NO_WAIVERS, Waivers
from tests.policy.waived import TODAY, entry, full_urn, read

SHIPPED = Path(__file__).parents[2] / "policy" / "waivers.yaml"


@pytest.mark.parametrize("source", ["", "[]", "# Nothing yet.\n"])
def test_a_file_may_be_empty(source: str) -> None:
    """No waivers, and nothing to say."""
    assert NO_WAIVERS == Waivers.read(source.encode(), RULES, TODAY)
    assert not NO_WAIVERS


def test_what_the_pack_comes_with() -> None:
    """No waivers, and an example that is one as it stands there, without its hyphens."""
    assert NO_WAIVERS == Waivers.read(SHIPPED.read_bytes(), RULES, TODAY)
    _, _, *example = SHIPPED.read_text().splitlines()
    uncommented = "\n".join(line.removeprefix("#") for line in example if line.startswith("#"))
    assert ["SP203"] == [each.rule for each in Waivers.read(uncommented.encode(), RULES, TODAY).in_force]


def test_an_entry_is_read() -> None:
    """All that it says, a reason of several lines in one; a date and a name without quotes are texts."""
    source = f"""
    - rule: SP203
      urn: {full_urn("web::*")}
      reason: >
        It is empty, and moves
        to another account.
      owner: 2nd platform team
      expires: 2026-12-24
    """
    expected = Waiver(
        number=1,
        rule="SP203",
        urn=full_urn("web::*"),
        reason="It is empty, and moves to another account.",
        owner="2nd platform team",
        expires=date(2026, 12, 24),
    )
    assert Waivers((expected,)) == Waivers.read(source.encode(), RULES, TODAY)


@pytest.mark.parametrize(
    ("expires", "kind"),
    [("2026-11-24", "over"), ("2026-11-25", "in_force"), ("2027-02-23", "in_force"), ("2027-02-24", "flaws")],
)
def test_a_waiver_holds_for_a_while(expires: str, kind: str) -> None:
    """From today, on its last day too, and for 90 days at most."""
    waivers = read(entry(expires=expires))
    assert {kind: 1} == {
        name: len(found) for name in ("in_force", "over", "flaws") if (found := getattr(waivers, name))
    }


FORM = "write it as urn:pulumi:STACK::PROJECT::TYPE::NAME, which `pulumi preview --diff` shows for each resource"
VAGUE_REASON = "is vague; say in a sentence of 20 characters or more why this may pass"
KEYS = "rule, urn, reason, owner, expires"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"rule": "SP101"}, "rule: SP101 cannot be waived; mend what it finds, and remove the entry"),
        ({"rule": "SP101-no-shared-push"}, "rule: SP101 cannot be waived; mend what it finds, and remove the entry"),
        ({"rule": "SP901"}, "rule: SP901 cannot be waived; mend what it finds, and remove the entry"),
        ({"rule": "SP304"}, "rule: SP304 stops nothing, it only advises; remove the entry"),
        ({"rule": ["SP203"]}, "rule: this is no text; the head of the file has an example"),
        ({"urn": "web"}, f'urn: "web" is no full URN; {FORM}'),
        ({"urn": "urn:pulumi:prod::shop::a:b:C::"}, f'urn: "urn:pulumi:prod::shop::a:b:C::" is no full URN; {FORM}'),
        ({"urn": "urn:pulumi:::shop::a:b:C::x"}, f'urn: "urn:pulumi:::shop::a:b:C::x" is no full URN; {FORM}'),
        ({"urn": "urn:pulumi:p::s::a:b:C::\n"}, f'urn: "urn:pulumi:p::s::a:b:C::\\n" is no full URN; {FORM}'),
        (
            {"urn": full_urn("web", stack="*")},
            f'urn: "{full_urn("web", stack="*")}" is vague: * may stand in the name only, at the end; {FORM}',
        ),
        (
            {"urn": full_urn("web", kind="aws:*")},
            f'urn: "{full_urn("web", kind="aws:*")}" is vague: * may stand in the name only, at the end; {FORM}',
        ),
        *(
            (
                {"urn": full_urn(name)},
                f'urn: "{full_urn(name)}" is vague: beside * the name needs 3 characters or more; name what you mean',
            )
            for name in ("*", "**", "w*b")
        ),
        *(
            ({"reason": reason}, f'reason: "{reason}" {VAGUE_REASON}')
            for reason in ("We know about this.", "x" * 40, "To do TODO: to do.", "false positive False Positive")
        ),
        ({"owner": " "}, 'owner: "" is nobody; say who answers for it: a person or a team'),
        ({"owner": "TBD"}, 'owner: "TBD" is nobody; say who answers for it: a person or a team'),
        (
            {"owner": "me\x1b[2J"},
            'owner: "me\\u001b[2J" has characters that cannot be shown; write it without them',
        ),
        ({"expires": "soon"}, 'expires: "soon" is no date; write one such as 2027-02-23'),
        ({"expires": "2026-02-30"}, 'expires: "2026-02-30" is no date; write one such as 2027-02-23'),
        ({"expires": "20270131"}, 'expires: "20270131" is no date; write one such as 2027-02-23'),
        (
            {"expires": "2027-12-31"},
            "expires: 2027-12-31 is more than 90 days from today; the last day that may be is 2027-02-23",
        ),
        ({"until": "2027-01-31"}, f"'until': unknown key; those that there are: {KEYS}"),
    ],
)
def test_what_is_wrong_is_told_and_waives_nothing(changed: dict[str, Any], expected: str) -> None:
    """The entry, the key, the value and the remedy; the entries beside it are waivers as ever."""
    waivers = read(entry(), entry(**changed))
    assert (f"entry 2, {expected}",) == waivers.flaws
    assert [1] == [each.number for each in waivers.in_force]


def test_a_rule_that_is_none_is_told() -> None:
    """With those that there are, and can be waived."""
    for rule in ("", "SP1", "sp203", "SP203-", "SP203-images-stay-here"):
        (flaw,) = read(entry(rule=rule)).flaws
        assert flaw.startswith(f'entry 1, rule: "{rule}" is no rule; those that there are begin with SP10')
        assert "SP101" not in flaw


@pytest.mark.parametrize("key", ["rule", "urn", "reason", "owner", "expires"])
def test_every_key_is_needed(key: str) -> None:
    """Without any of them the entry waives nothing."""
    given = entry()
    del given[key]
    assert Waivers(flaws=(f"entry 1, {key}: this is needed, and missing",)) == read(given)


def test_a_key_is_there_once() -> None:
    """Two entries run together waive nothing, and not what the latter of them says."""
    source = "".join(f"\n  {key}: {value}" for key, value in entry().items()).replace("\n ", "-", 1)
    waivers = Waivers.read(f"{source}\n  rule: SP202\n".encode(), RULES, TODAY)
    assert ("entry 1, rule: this is there twice; begin each entry with a hyphen of its own",) == waivers.flaws
    assert () == waivers.in_force


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (b"{}", ""),
        (b"SP203", ""),
        (b"- rule: SP203\n  urn: [", ", line 2"),
        (b"- a\n---\n- b\n", ", line 2"),
        (b"\xff\xfe\x00", ""),
        (b"\x80", ""),
        (b"[" * 9000, ""),
        (b'- "\\UFFFFFFFF"', ""),
        (b"- *nowhere", ", line 1"),
    ],
)
def test_what_is_no_list_waives_nothing(source: bytes, place: str) -> None:
    """And it is told where reading stopped, if that is known."""
    said = f"this is no list of waivers in YAML{place}, so nothing is waived; the head of the file has an example"
    assert Waivers(flaws=(said,)) == Waivers.read(source, RULES, TODAY)


def test_one_may_hold_itself() -> None:
    """A list that is its own entry is told like any other that is no waiver."""
    said = f"entry 1, which is no mapping: write it with the keys {KEYS}"
    assert Waivers(flaws=(said,)) == Waivers.read(b"&a [*a]", RULES, TODAY)


def test_the_name_alone_has_wildcards() -> None:
    """`*` is any run of characters of it, colons too; all else is itself; a rule's whole name means no other rule."""
    (waiver,) = read(entry(urn=full_urn("web?[1]-*"))).in_force
    assert [True, True, False, False] == [
        waiver.is_for(full_urn(name)) for name in ("web?[1]-", "web?[1]-a::b", "webs[1]-a", "a-web?[1]-a")
    ]
    assert not waiver.is_for(full_urn("web?[1]-a", stack="staging"))
    (narrow,) = read(entry(rule="SP203-images-stay")).in_force
    assert [True, False, False] == [
        narrow.names(rule) for rule in ("SP203-images-stay", "SP203-live-repository-protected", "SP202-tags-immutable")
    ]


def test_what_the_urns_of_a_stack_have_in_common() -> None:
    """Stack and project, with the colons that end them."""
    assert "urn:pulumi:prod::shop::" == stack_of(full_urn("web::2"))


@given(st.binary(max_size=80) | st.text(alphabet="-[]{}:,&*!|>'\"%@\\ \n\tab01", max_size=40).map(str.encode))
def test_garbage_is_no_error(source: bytes) -> None:
    """Whatever the file holds: what is no waiver is a flaw, in one line that can be shown."""
    waivers = Waivers.read(source, RULES, TODAY)
    assert () == (*waivers.in_force, *waivers.over)
    assert all(each.isprintable() for each in waivers.flaws)


parts = st.sampled_from([*entry().values(), "SP101", "*", "", full_urn("*"), "2026-01-01", None, [], 7])
odd_entries = st.dictionaries(st.sampled_from([*entry(), "by"]), parts, max_size=6) | parts


@given(st.lists(odd_entries | st.builds(lambda odd: entry(**odd), st.dictionaries(st.sampled_from([*entry()]), parts))))
def test_each_entry_is_a_waiver_or_is_told(entries: list[Any]) -> None:
    """One or the other, whatever is beside it."""
    waivers = read(*entries)
    told = {int(flaw.split(",")[0].removeprefix("entry ")) for flaw in waivers.flaws}
    sound = [each.number for each in (*waivers.in_force, *waivers.over)]
    assert list(range(1, len(entries) + 1)) == sorted([*told, *sound])


def test_of_several_waivers_the_longest_counts() -> None:
    """Whatever their order."""
    days = ["2027-01-02", "2026-12-01", "2027-02-01"]
    for seed in range(6):
        random.Random(seed).shuffle(days)
        waiver = read(*(entry(expires=day) for day in days)).waiving("SP203-images-stay", full_urn("web"))
        assert waiver
        assert date(2027, 2, 1) == waiver.expires
