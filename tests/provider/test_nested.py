"""Members of objects within inputs: defaults, and what says nothing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.provider.nested import filled, told
from splitctl.sandbox.provider.values import UNKNOWN

DEFAULTS = {"box.on": False, "box.items.kind": "plain"}
values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 1) | st.sampled_from(["", "plain"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["box", "items", "kind", "on"]), inner, max_size=3)
    ),
    max_leaves=6,
)
inputs = st.dictionaries(st.sampled_from(["box", "other"]), values, max_size=2)


def test_defaults_are_filled_in_where_their_object_is() -> None:
    """In each item of a list as well; an object that is left out, or not known yet, stays so."""
    given_inputs = {"box": {"items": [{"kind": "rich"}, {}]}, "on": 1}
    assert {"box": {"on": False, "items": [{"kind": "rich"}, {"kind": "plain"}]}, "on": 1} == filled(
        given_inputs, DEFAULTS
    )
    assert {} == filled({}, DEFAULTS)
    assert {"box": UNKNOWN} == filled({"box": UNKNOWN}, DEFAULTS)


@given(inputs)
def test_what_is_given_stays_and_filling_twice_is_filling_once(given_inputs: dict[str, Any]) -> None:
    """A default never takes the place of a value."""
    once = filled(given_inputs, DEFAULTS)
    assert once == filled(once, DEFAULTS)
    assert given_inputs.keys() == once.keys()


def test_off_zero_and_empty_say_nothing_where_they_were_left_out() -> None:
    """And what AWS fills in; but all of it does where the program gave it, and so does what is switched on."""
    held = {"box": {"off": False, "depth": 0, "text": "", "kind": "plain", "on": True}}
    idle = {"box.kind": "plain"}
    assert {"box": {"on": True}} == told({}, held, idle)
    assert {"box": {"off": False, "depth": 0, "on": True}} == told({"box": {"off": True, "depth": 1}}, held, idle)


def test_members_with_a_default_always_say_something() -> None:
    """The official provider writes them down as well."""
    assert {"box": {"on": False}} == told({}, {"box": {"on": False, "off": False}}, {}, {"box.on"})


@given(inputs)
def test_what_was_given_is_told(given_inputs: dict[str, Any]) -> None:
    """If AWS holds exactly the inputs, nothing of them is left out."""
    assert given_inputs == told(given_inputs, given_inputs, {})
