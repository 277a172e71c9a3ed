"""Changes between two sets of inputs, as `pulumi preview --diff` shows them."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pulumi.provider.experimental.provider import PropertyDiffKind as Kind

from splitctl.sandbox.provider.diff import Change, changes, same_document
from splitctl.sandbox.provider.values import UNKNOWN

json_values = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
# Few keys and values, so that two bags have some in common.
inputs = st.dictionaries(st.sampled_from("abc"), json_values, max_size=3)


def test_paths_are_as_pulumi_writes_them() -> None:
    """Members are dotted, list items indexed, and keys that are no identifiers quoted."""
    old = {"a": {"b": [1, 2]}, "tags": {"x:y": "1"}, "gone": 1}
    new = {"a": {"b": [1, 3]}, "tags": {"x:y": "2"}, "come": 1}
    assert [
        Change("a", "a.b[1]", Kind.UPDATE),
        Change("come", "come", Kind.ADD),
        Change("gone", "gone", Kind.DELETE),
        Change("tags", 'tags["x:y"]', Kind.UPDATE),
    ] == changes(old, new)


@given(inputs)
def test_nothing_changed_is_no_change(same: dict[str, Any]) -> None:
    """Whatever the inputs are, they do not differ from themselves."""
    assert [] == changes(same, json.loads(json.dumps(same)))


@given(inputs, inputs)
def test_every_change_is_found(old: dict[str, Any], new: dict[str, Any]) -> None:
    """The properties that differ are exactly the ones named, in both directions."""
    differing = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert differing == {change.property for change in changes(old, new)}
    assert differing == {change.property for change in changes(new, old)}


def test_an_unknown_may_be_another_value() -> None:
    """What the update will know is a change, even where the old value was unknown as well."""
    assert [Change("a", "a", Kind.UPDATE)] == changes({"a": "x"}, {"a": UNKNOWN})
    assert [Change("a", "a", Kind.UPDATE)] == changes({"a": UNKNOWN}, {"a": UNKNOWN})


def test_the_providers_own_notes_are_not_inputs() -> None:
    """`__defaults` may change without a change of the resource."""
    assert [] == changes({"__defaults": ["a"]}, {"__defaults": []})


@given(json_values)
def test_documents_are_compared_by_meaning(document: Any) -> None:
    """Spacing and the order of keys do not make another document."""
    compact = json.dumps(document, separators=(",", ":"))
    spaced = json.dumps(document, indent=4, sort_keys=True)
    assert [] == changes({"policy": compact}, {"policy": spaced}, frozenset({"policy"}))
    assert not same_document(compact, json.dumps([document]))


def test_a_change_that_replaces_says_so() -> None:
    """Each kind of change has a kind that replaces."""
    kinds = [Change("a", "a", kind).replacing().kind for kind in (Kind.ADD, Kind.DELETE, Kind.UPDATE)]
    assert [Kind.ADD_REPLACE, Kind.DELETE_REPLACE, Kind.UPDATE_REPLACE] == kinds
