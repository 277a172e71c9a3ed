"""What a listener does with a request: the program's words, AWS's, and back."""

import pytest

from splitctl.sandbox.provider import actions
from splitctl.sandbox.provider.values import UNKNOWN, Properties

GROUP, OTHER = "arn:blue", "arn:green"
TO_ONE = {"type": "forward", "targetGroupArn": GROUP}
TO_TWO = {"type": "forward", "forward": {"targetGroups": [{"arn": OTHER}, {"arn": GROUP, "weight": 9}]}}
TO_LISTED = {"type": "forward", "forward": {"targetGroups": [{"arn": GROUP}]}}
STICKY = {
    "type": "forward",
    "forward": {"targetGroups": [{"arn": GROUP}], "stickiness": {"duration": 60, "enabled": True}},
}
NOT_STICKY = {"type": "forward", "forward": {"targetGroups": [{"arn": GROUP}], "stickiness": {"duration": 60}}}
REDIRECT = {"type": "redirect", "redirect": {"statusCode": "HTTP_301", "protocol": "HTTPS", "port": "443"}}
FIXED = {"type": "fixed-response", "fixedResponse": {"contentType": "text/plain", "statusCode": "404"}}
ORDERED = {**FIXED, "order": 7}
ALL = [TO_ONE, TO_TWO, TO_LISTED, STICKY, NOT_STICKY, REDIRECT, FIXED, ORDERED]


@pytest.mark.parametrize("action", ALL, ids=str)
def test_an_action_comes_back_as_it_was_given(action: Properties) -> None:
    """With what the official provider fills in, and nothing else: so it is no drift."""
    given = actions.complete([action])
    held = actions.shown(actions.asked(given))
    (back,) = actions.in_the_shape_of(given, held)
    if "fixedResponse" in back:  # an empty body is left out where drift is looked for
        back["fixedResponse"] = {name: value for name, value in back["fixedResponse"].items() if value is not None}
    assert [back] == given


def test_what_is_filled_in() -> None:
    """A redirect keeps what it does not change, target groups weigh the same, and have no order."""
    (redirect, two) = actions.complete([REDIRECT, TO_TWO])
    assert ("#{host}", "/#{path}", "443", "#{query}") == tuple(
        redirect["redirect"][name] for name in ("host", "path", "port", "query")
    )
    assert [{"arn": GROUP, "weight": 9}, {"arn": OTHER, "weight": 1}] == two["forward"]["targetGroups"]
    assert UNKNOWN == actions.complete(UNKNOWN)


@pytest.mark.parametrize(
    ("action", "path"),
    [
        ({"type": "forward"}, "actions[0].targetGroupArn"),
        ({**TO_ONE, "forward": TO_TWO["forward"]}, "actions[0].targetGroupArn"),
        ({"type": "redirect"}, "actions[0].redirect"),
        ({**FIXED, "redirect": REDIRECT["redirect"]}, "actions[0].redirect"),
        ({**TO_ONE, "authenticateOidc": {}}, "actions[0].authenticateOidc"),
        ({"type": "authenticate-oidc", "authenticateOidc": {}}, "actions[0].type"),
    ],
)
def test_actions_that_make_no_sense_are_refused(action: Properties, path: str) -> None:
    """Each by the path of what is wrong."""
    assert [path] == [problem.path for problem in actions.problems("actions", [action])]


def test_what_is_not_known_yet_is_not_judged() -> None:
    """In a preview a type, an action or all of them may be an output."""
    for unknown in (UNKNOWN, [UNKNOWN], [{"type": UNKNOWN}], ALL):
        assert [] == list(actions.problems("actions", unknown))
