"""What things are called."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from naming.names import name_for, repository_name, shared_name

words = st.sampled_from(["a", "b", "x" * 20, "deadbeef"])
names = st.lists(words, min_size=1, max_size=3).map("-".join)
things = st.tuples(names, names, names)
"""An app, an environment and a workload each."""


def test_a_name_is_app_environment_and_parts() -> None:
    """web-prod is the app in its environment, web-prod-api-task a part of a part of it, apps-prod what all share."""
    assert "web-prod" == name_for("web", "prod", limit=64)
    assert "web-prod-api-task" == name_for("web", "prod", "api", "task", limit=64)
    assert "apps-prod-alarms" == shared_name("prod", "alarms", limit=64)


def test_an_app_may_have_hyphens() -> None:
    """Read from its end, the name of big-worker is still that of nothing else."""
    assert "big-worker-prod" == name_for("big-worker", "prod", limit=64)
    assert "big-worker-prod-nightly" == name_for("big-worker", "prod", "nightly", limit=64)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("web", "eu-prod"), ("web-eu", "prod")),
        (("web", "prod", "prod-x"), ("web-prod", "prod", "x")),
        (("a", "b", "c-d"), ("a-b", "c", "d")),
        (("a", "b-c", "d"), ("a", "b", "c-d")),
    ],
)
def test_what_could_be_cut_in_two_ways_ends_in_a_hash(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Joined they are the same: of both that could have been cut otherwise, the hash is of the pieces."""
    plain = "-".join(one)
    assert plain == "-".join(other)
    assert name_for(*one, limit=64) != name_for(*other, limit=64)
    assert {plain} == {re.sub("-[0-9a-f]{8}$", "", name_for(*each, limit=64)) for each in (one, other)}


def test_nothing_is_taken_for_a_hash() -> None:
    """An environment that is called as somebody's hash is gets one of its own."""
    taken = name_for("web", "eu-prod-0", limit=64)
    app, _, environment = taken.rpartition("-")
    assert ("web-eu-prod-0", "c12783ba") == (app, environment)
    assert taken != name_for(app, environment, limit=64)


def test_only_the_environment_tells_shared_things_apart() -> None:
    """So they need no hash: apps-eu-prod is that of eu-prod, unless it could be taken for a longer one's."""
    assert "apps-eu-prod" == shared_name("eu-prod", limit=32)
    longest = shared_name("e" * 40, limit=32)
    assert longest != shared_name(longest.removeprefix("apps-"), limit=32)


def test_what_fits_stays() -> None:
    """A name of 32 characters is itself under a limit of 32."""
    assert f"{27 * 'x'}-prod" == name_for(27 * "x", "prod", limit=32)


def test_what_does_not_fit_keeps_its_beginning() -> None:
    """A long name is still recognised by its beginning, and ends in a hash after one hyphen."""
    assert "payments-pr-4f6890d7" == name_for("payments", "production", "public", "listener", limit=20)
    assert "payment-5a8c529c" == name_for("payment-s", "production", limit=17)


@given(things, things, st.sampled_from([32, 64, 255]))
@example(("a", "b", "c-d"), ("a-b", "c", "d"), 64)
def test_two_things_never_have_one_name(one: tuple[str, str, str], other: tuple[str, str, str], limit: int) -> None:
    """Different things of a kind have different names within the limit, however much they have in common."""
    called = [name_for(*each, limit=limit) for each in (one, other)]
    assert max(map(len, called)) <= limit
    assert (one == other) == (called[0] == called[1])


@st.composite
def cut_in_two_ways(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """Take some words for app, environment and workload, once and once more."""
    said = draw(st.lists(words, min_size=3, max_size=8))
    found = []
    for _ in range(2):
        first, second = sorted(draw(st.sets(st.integers(1, len(said) - 1), min_size=2, max_size=2)))
        found.append(("-".join(said[:first]), "-".join(said[first:second]), "-".join(said[second:])))
    return found


@given(cut_in_two_ways(), st.sampled_from([32, 64, 255]))
def test_however_words_are_put_together(cut: list[tuple[str, str, str]], limit: int) -> None:
    """The same words, for two apps, environments or workloads: that is what a plain name cannot tell apart."""
    one, other = cut
    assert (one == other) == (name_for(*one, limit=limit) == name_for(*other, limit=limit))


def test_a_repository_is_called_as_its_app_is() -> None:
    """In the same words, uncut: ECR takes 256 characters."""
    assert "web-prod" == repository_name("web", "prod")
    assert 40 * "a" + "-" + 40 * "e" == repository_name(40 * "a", 40 * "e")


def test_a_limit_must_leave_room() -> None:
    """Nine characters hold no letter, hyphen and hash: the message names the limit and what to use."""
    with pytest.raises(ValueError, match=r"limit=9 is too short for a name; use 10 or more"):
        name_for("web", "prod", limit=9)
