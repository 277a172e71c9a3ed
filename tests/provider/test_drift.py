"""What AWS holds, seen as inputs."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.provider.drift import seen

NOTHING: frozenset[str] = frozenset()
values = st.recursive(
    st.booleans() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def test_what_was_left_out_and_is_empty_is_no_drift() -> None:
    """AWS answers with empty fields for what was never asked for."""
    held = {"name": "web", "filters": [], "encryption": [{"type": "AES256", "kmsKey": ""}]}
    old = {"name": "web", "encryption": [{"type": "AES256"}]}
    assert old == seen(old, held, NOTHING)


def test_what_aws_chose_is_no_drift() -> None:
    """A key that AWS makes for a repository that asked for KMS without one does not replace the repository."""
    old = {"encryption": [{"type": "KMS"}]}
    held = {"encryption": [{"type": "KMS", "kmsKey": "arn:made"}], "region": "eu-west-1"}
    assert old == seen(old, held, frozenset({"encryption.kmsKey", "region"}))


def test_what_somebody_set_is_drift() -> None:
    """A tag or a setting that the program left out and that is there now shows."""
    old = {"tags": {"a": "1"}}
    assert {"tags": {"a": "1", "b": "2"}, "scan": True} == seen(
        old, {"tags": {"a": "1", "b": "2"}, "scan": True}, NOTHING
    )


def test_what_was_given_shows_even_if_it_is_empty_now() -> None:
    """A tag that was removed behind Pulumi's back, or emptied, shows."""
    assert {"tags": {}} == seen({"tags": {"a": "1"}}, {"tags": {}}, NOTHING)
    assert {"tags": {"a": ""}} == seen({"tags": {"a": "1"}}, {"tags": {"a": ""}}, NOTHING)


@given(st.dictionaries(st.text(max_size=3), values, max_size=3))
def test_what_is_as_it_was_given_is_never_drift(given_inputs: dict[str, Any]) -> None:
    """If AWS holds exactly the inputs, there is nothing to see."""
    assert given_inputs == seen(given_inputs, given_inputs, NOTHING)
