"""Tags between Pulumi's mapping and AWS's lists."""

from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.provider import tags

# Few keys and values, so that two mappings have some in common.
mappings = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"]))
spellings = st.sampled_from([("Key", "Value"), ("key", "value")])


def test_pairs_are_sorted_and_named_as_the_service_names_them() -> None:
    """The list does not depend on the order in which a program names the tags."""
    assert [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}] == tags.pairs({"b": "2", "a": "1"})
    assert [{"key": "a", "value": "1"}] == tags.pairs({"a": "1"}, ("key", "value"))


@given(mappings, spellings)
def test_pairs_and_mapping_are_inverse(some: dict[str, str], names: tuple[str, str]) -> None:
    """However the service spells a pair, nothing is lost on the way there and back."""
    assert some == tags.mapping(tags.pairs(some, names))


@given(mappings, mappings)
def test_changes_lead_from_one_to_the_other_and_touch_nothing_else(
    held: dict[str, str], wanted: dict[str, str]
) -> None:
    """Carried out, they give what was wanted; what is right already is not written again."""
    gone, added = tags.changes(held, wanted)
    assert wanted == {key: value for key, value in held.items() if key not in gone} | added
    assert set() == set(gone) - held.keys()
    assert set() == added.items() & held.items()
