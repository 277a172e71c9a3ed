"""What is secret in the values that go out."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi_aws import codebuild, ecr

from splitctl.sandbox.provider.schema import secret_names
from splitctl.sandbox.provider.secrecy import Secrets
from splitctl.sandbox.provider.values import UNKNOWN, plain, plain_map, wrapped, wrapped_map

HIDDEN = 'hunter2 is "hidden" ünder a \\'
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.sampled_from(["a", "bc", "x" + HIDDEN, json.dumps({"k": HIDDEN})]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


def hidden(value: Any) -> PropertyValue:
    """A secret value, as the engine sends it."""
    return wrapped(value).with_secret(is_secret=True)


def shown(bag: dict[str, PropertyValue]) -> str:
    """All that can be read in a bag without a key."""

    def text(value: PropertyValue) -> Any:
        if value.is_secret:
            return None
        if isinstance(value.value, Mapping):
            return {key: text(item) for key, item in value.value.items()}
        if isinstance(value.value, tuple):
            return [text(item) for item in value.value]
        return plain(value)

    return json.dumps({key: text(value) for key, value in bag.items()}, ensure_ascii=False)


@given(st.dictionaries(st.sampled_from("abc"), values, max_size=3))
def test_what_repeats_a_secret_is_secret(answer: dict[str, Any]) -> None:
    """Wherever it stands, in part or written as JSON: no answer shows it, and every answer keeps its values."""
    sealed = Secrets.among({"password": hidden(HIDDEN)}).seal(answer)
    assert "hunter2" not in shown(sealed)
    assert plain_map(wrapped_map(answer)) == plain_map(sealed)


@given(st.dictionaries(st.sampled_from("abc"), values, max_size=3))
def test_nothing_is_secret_where_nothing_was(answer: dict[str, Any]) -> None:
    """Without a secret, values go out as they are."""
    assert wrapped_map(answer) == Secrets.among(wrapped_map(answer)).seal(answer)


def test_what_stands_in_a_secrets_place_is_secret() -> None:
    """A changed value too, in an object and a list; beside it nothing is."""
    secrets = Secrets.among({"env": wrapped([{"name": "A", "value": "1"}, {"name": "B"}]), "on": hidden(value=True)})
    assert '{"env": [1], "on": null}' == shown(secrets.seal({"env": [1], "on": False}))
    given_inputs = {"env": PropertyValue([PropertyValue({"name": wrapped("A"), "value": hidden("1")}), wrapped({})])}
    sealed = Secrets.among(given_inputs).seal({"env": [{"name": "A", "value": "2"}, {"value": "3"}]})
    assert '{"env": [{"name": "A", "value": null}, {"value": "3"}]}' == shown(sealed)


def test_what_has_another_shape_is_secret_as_a_whole() -> None:
    """A document that became a text, a list of another length: where the secret went in it cannot be told."""
    secrets = Secrets.among(
        {"policy": PropertyValue({"Sid": hidden("S")}), "list": PropertyValue([hidden(value=True)])}
    )
    assert '{"policy": null, "list": null}' == shown(secrets.seal({"policy": "{}", "list": [True, False]}))


def test_all_tags_are_as_secret_as_the_own_ones() -> None:
    """`tagsAll` shows them again, with default tags among them."""
    secrets = Secrets.among({"tags": PropertyValue({"a": hidden("1"), "b": wrapped("2")})})
    assert '{"tagsAll": {"a": null, "b": "2", "c": "3"}}' == shown(
        secrets.seal({"tagsAll": {"a": "1", "b": "2", "c": "3"}})
    )


def test_short_secrets_do_not_hide_everything() -> None:
    """One of a letter is hidden where it is the whole value; `eu-west-1` is no secret because `1` is one."""
    secrets = Secrets.among({"count": hidden(1), "empty": hidden(""), "later": hidden(UNKNOWN)})
    assert '{"a": null, "b": null, "c": "eu-west-1", "d": ""}' == shown(
        secrets.seal({"a": 1, "b": "1", "c": "eu-west-1", "d": ""})
    )
    assert "there is no 1" == secrets.mask("there is no 1")


def test_messages_repeat_no_part_of_a_secret_document() -> None:
    """AWS may name the one statement that it does not like."""
    secrets = Secrets.among({"policy": hidden(json.dumps({"Statement": [{"Sid": HIDDEN}]}))})
    assert "no [secret], '[secret]'" == secrets.mask(f"no {HIDDEN}, '{json.dumps(HIDDEN)[1:-1]}'")


def test_what_an_earlier_answer_shows_is_told() -> None:
    """Only what is secret now, and was not yet."""
    secrets = Secrets.among({"a": hidden("hunter2")})
    sent = {
        "a": hidden("hunter2"),
        "b": wrapped(["hunter2"]),
        "c": wrapped({"d": "hunter2", "e": None}),
        "f": wrapped("g"),
    }
    assert ["b", "c"] == secrets.exposed_by(sent)
    assert [] == secrets.exposed_by(secrets.seal(plain_map(sent)))


def test_pulumi_aws_says_what_is_always_secret() -> None:
    """A webhook's secret is one, whoever made it up."""
    assert frozenset({"secret"}) == secret_names(codebuild.Webhook)
    assert frozenset() == secret_names(ecr.Repository)
    assert '{"secret": null, "url": "u"}' == shown(Secrets().seal({"secret": "s", "url": "u"}, frozenset({"secret"})))
