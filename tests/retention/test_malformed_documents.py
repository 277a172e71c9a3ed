"""No document, however odd, is more than refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from retention.documents import parse_policy
from retention.listing import Listing, parse_listing
from retention.model import Policy
from retention.problems import InvalidDocument
from tests.retention.policy_documents import policy, rule
from tests.retention.strategies import policies

BOTH = pytest.mark.parametrize("parse", [parse_policy, parse_listing])
MILLION = 10**6
LISTED = {
    "imageDetails": [
        {
            "imageDigest": f"sha256:{at:064x}",
            "imageTags": [f"v{at}", "latest"][: 2 - at],
            "imagePushedAt": at,
            "lastRecordedPullTime": "2026-01-01T00:00:00+02:00",
            "imageStatus": status,
            "imageManifestMediaType": "application/vnd.oci.image.index.v1+json",
        }
        for at, status in enumerate(["ACTIVE", "ARCHIVED", "ACTIVATING"])
    ]
}
WORDS = """
    rules rulePriority description selection action tagStatus tagged untagged any tagPatternList tagPrefixList
    storageClass standard archive countType imageCountMoreThan sinceImagePushed sinceImagePulled sinceImageTransitioned
    countUnit days countNumber type expire transition targetStorageClass a* imageDetails nextToken imageDigest
    imageTags imagePushedAt lastRecordedPullTime imageStatus ACTIVE ARCHIVED lastArchivedAt lastActivatedAt
    subjectManifestDigest imageManifestMediaType 2026-01-01T00:00:00Z latest
"""
texts = st.sampled_from(WORDS.split()) | st.text(st.characters(), max_size=5) | st.just("\ud800")
scalars = st.none() | st.booleans() | st.integers() | st.integers(-1, 3) | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list and object in a value, with each of its places."""
    for at in list(value if isinstance(value, dict) else range(len(value))):
        yield value, at
        if isinstance(value[at], dict | list):
            yield from _spots(value[at])


@st.composite
def changed(draw: DrawFn, written: SearchStrategy[str]) -> str:
    """Documents with some values replaced, taken out or put in, anywhere."""
    document = json.loads(draw(written))
    for how in draw(st.lists(st.sampled_from(["replace", "take out", "put in"]), min_size=1, max_size=3)):
        if not (spots := list(_spots(document))):
            break
        inner, at = spots[draw(st.integers(0, len(spots) - 1))]
        if how == "take out":
            del inner[at]
        elif how == "put in" and isinstance(inner, list):
            inner.insert(at, draw(values))
        else:
            inner[draw(texts) if how == "put in" else at] = draw(values)
    return json.dumps(document)


def outcome(parse: Callable[[str], object], text: str) -> object:
    """What is read, or why it is refused: in few and short lines, each with a place, that any terminal can show."""
    try:
        return parse(text)
    except InvalidDocument as error:
        refused = error
    lines = str(refused).splitlines()
    assert 1 <= len(lines) <= 101
    assert all(line.startswith("$") for line in lines[:100])
    assert max(map(len, lines)) < 500
    assert str(refused).isascii()
    return refused


def paths(parse: Callable[[str], object], text: str) -> list[str]:
    """Where the problems of a document are that is refused."""
    refused = outcome(parse, text)
    assert isinstance(refused, InvalidDocument)
    return [problem.path for problem in refused.problems]


def short(value: object) -> str:
    """A name for a case, which may be a million characters."""
    return repr(value)[:20]


@given(changed(policies().map(lambda written: written.text)))
def test_a_changed_policy_is_one_or_is_refused(text: str) -> None:
    """A policy changed at random is a policy still, and then one that is read again, or it is refused."""
    read = outcome(parse_policy, text)
    assert isinstance(read, Policy | InvalidDocument)
    if isinstance(read, Policy):
        assert read == parse_policy(read.text)


@given(changed(st.just(json.dumps(LISTED))))
def test_a_changed_listing_is_one_or_is_refused(text: str) -> None:
    """A listing changed at random is a listing still, of images that differ, or it is refused."""
    read = outcome(parse_listing, text)
    assert isinstance(read, Listing | InvalidDocument)
    if isinstance(read, Listing):
        assert len(read.images) == len({image.digest for image in read.images})


@BOTH
@given(text=values.map(json.dumps) | st.text() | st.text('{}[]":,0e-\\u', max_size=30))
def test_random_text_is_read_or_refused(parse: Callable[[str], object], text: str) -> None:
    """Random JSON and random characters are read or refused."""
    assert isinstance(outcome(parse, text), Policy | Listing | InvalidDocument)


@BOTH
@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("not JSON at line 1, column 1: ", ""),
        ("not JSON at line 1, column 1: ", "\ufeff{}"),
        ("not JSON at line 2, column 3: ", '{"a":\n  ,}'),
        ("not JSON at line 1, column 4: ", "{} {}"),
        ("not JSON at line 1, column 3: ", '["\n"]'),
        ("has NaN, which JSON does not know; give a number", "[NaN]"),
        ("has -Infinity, which JSON does not know; give a number", '{"a": -Infinity}'),
        ('has "a" twice in one object; take one of them out', '[[{"a": 1, "b": 1, "a": 1}]]'),
        (f'has "{"a" * 59}... twice in one object; take one of them out', '{"%s": 1, "%s": 2}' % (("a" * 9999,) * 2)),
        ("has a number with too many digits to be read", f"[{'9' * 5000}]"),
        ("nested too deeply to be read", "[" * 30_000),
        ("nested too deeply to be read", '{"":' * 7_000),
        ("nested too deeply to be read", "[" * 15_000 + "]" * 15_000),
        ('"\\ud800" is refused; give an object', '"\\ud800"'),
        ("0 is refused; give an object", "-0"),
        ("Infinity is refused; give an object", "1e400"),
    ],
    ids=short,
)
def test_what_cannot_be_read(parse: Callable[[str], object], said: str, text: str) -> None:
    """What is no JSON, or not the same JSON to all who read it, is refused as a whole."""
    assert str(outcome(parse, text)).startswith(f"$: {said}")


@pytest.mark.parametrize("number", ["1e400", "-1e400", "-0", "0.0", "1E2", "9" * 4300, "-" + "9" * 4300], ids=short)
@pytest.mark.parametrize("field", ["countNumber", "rulePriority"])
def test_odd_numbers_are_no_counts(field: str, number: str) -> None:
    """A number that is not whole, too small or too large is refused, however it is written."""
    text = (
        policy(rule()).replace('"countNumber": 10', '"countNumber": 1').replace(f'"{field}": 1', f'"{field}": {number}')
    )
    assert [f"$.rules[0].{'selection.' if field == 'countNumber' else ''}{field}"] == paths(parse_policy, text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["$.imageDetails"], json.dumps({"imageDetails": "a" * MILLION})),
        (
            ["$.imageDetails[0].imageDigest"],
            json.dumps({"imageDetails": [{"imageDigest": "a" * MILLION, "imagePushedAt": 0}]}),
        ),
        (["$"], "a" * MILLION),
        (["$"], "[" * 100_000),
        (["$"], '"' + "\\u0000" * MILLION),
    ],
    ids=short,
)
def test_a_million_characters(expected: list[str], text: str) -> None:
    """What is said of a long document is short."""
    assert expected == paths(parse_listing, text)


def test_a_million_characters_are_no_policy() -> None:
    """A text that is too long is not read any further."""
    assert "$: 1000000 characters are refused; give 30720 or less, all that ECR takes" == str(
        outcome(parse_policy, "[" * MILLION)
    )


def test_unknown_keys_are_shown_as_far_as_they_can_be() -> None:
    """A key may be anything that JSON allows; what is said of it can be printed."""
    keys = ["a b", "é", "\ud800", "\x1b[31m", "", "x" * 20_000, "$.rules[0]", "3"]
    text = json.dumps({"rules": [rule()]} | dict.fromkeys(keys, 1))
    assert [
        '$["a b"]',
        '$["\\u00e9"]',
        '$["\\ud800"]',
        '$["\\u001b[31m"]',
        '$[""]',
        f'$["{"x" * 59}...]',
        '$["$.rules[0]"]',
        '$["3"]',
    ] == paths(parse_policy, text)


def test_a_text_may_hold_half_a_character() -> None:
    """A lone surrogate is a text to JSON: it is kept, and written as it was."""
    text = policy(rule(1, {"description": "\ud800", "selection.tagPatternList": ["\udfff*"]}))
    assert json.loads(text) == json.loads(parse_policy(text).text)
