"""Where the program makes a resource."""

import pytest

from splitctl.report.finding import Place
from splitctl.report.places import Places
from tests.report.samples import NOWHERE, STACK, step, urn

LIBRARY = "project:///../.venv/lib/python3.11/site-packages/pulumi_awsx/ecr.py#40"
WEB = urn("web")


@pytest.mark.parametrize(
    ("project", "position", "expected"),
    [
        ("", "project:///__main__.py#35", Place("__main__.py", 35)),
        ("examples/shop", "project:///__main__.py#35,4", Place("examples/shop/__main__.py", 35)),
        ("examples/shop", "project:///../../components/a%20b.py#1", Place("components/a b.py", 1)),
        ("examples/shop", "project:///../../../elsewhere.py#1", NOWHERE),
        ("examples", LIBRARY, NOWHERE),
        ("", "project:///node_modules/x/index.js#3", NOWHERE),
        ("", "project:///__main__.py#0", NOWHERE),
        ("", "file:///__main__.py#1", NOWHERE),
        ("", "", NOWHERE),
    ],
)
def test_a_position_is_a_line_of_the_checkout(project: str, position: str, expected: Place) -> None:
    """Named from the checkout's root; what lies outside, in a library, or has no line is no place."""
    assert expected == Places({"steps": [step(WEB, position)]}, project, NOWHERE).of(WEB)


def test_a_library_s_resource_is_where_the_user_calls_the_library() -> None:
    """The innermost frame that is the user's own; frames without position are passed over."""
    frames = (LIBRARY, "", "project:///components/shop.py#8", "project:///__main__.py#3")
    assert Place("components/shop.py", 8) == Places({"steps": [step(WEB, LIBRARY, *frames)]}, "", NOWHERE).of(WEB)


def test_a_child_without_line_is_where_its_parent_is() -> None:
    """Over as many parents as it takes; without any the place for all others, as for what no step is for."""
    shop, part = (f"urn:pulumi:prod::shop::small:index:{kind}::shop" for kind in ("Shop", "Part"))
    steps = [step(shop, "project:///__main__.py#3"), step(part, LIBRARY, parent=shop), step(WEB, parent=part)]
    assert Place("__main__.py", 3) == Places({"steps": steps}, "", NOWHERE).of(WEB)
    assert NOWHERE == Places({"steps": steps[1:]}, "", NOWHERE).of(WEB)
    assert NOWHERE == Places({}, "", NOWHERE).of(STACK)


def test_parents_in_a_circle_end() -> None:
    """Which Pulumi would never say."""
    steps = [step(WEB, parent=urn("other")), step(urn("other"), parent=WEB)]
    assert NOWHERE == Places({"steps": steps}, "", NOWHERE).of(WEB)


def test_a_later_step_tells_the_line_of_today() -> None:
    """A refresh comes first, and knows the line of the last update, or none; a deletion has no new state."""
    steps = [
        step(WEB, "project:///__main__.py#3", op="refresh"),
        step(WEB, "project:///__main__.py#5"),
        step(WEB, ""),
        step(WEB) | {"op": "delete", "newState": None},
    ]
    assert Place("__main__.py", 5) == Places({"steps": steps}, "", NOWHERE).of(WEB)
