"""What an answer does not depend on, and in which direction a statement may move it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from iam import Answer, Decision
from tests.iam.generated import KINDS, Case, cases, statements

RANKS = [Answer.DENIED, Answer.UNKNOWN, Answer.ALLOWED]


def rank(decision: Decision) -> int:
    """How far a decision is from DENIED."""
    return RANKS.index(decision.answer)


def with_more(data: st.DataObject, case: Case, effect: str) -> Case:
    """Add a statement to one of the case's documents."""
    kind = data.draw(st.sampled_from([kind for kind in KINDS if getattr(case, kind)]))
    added = data.draw(statements(effect, of_resource=kind == "resource"))
    return add(case, kind, added)


def add(case: Case, kind: str, added: object) -> Case:
    """Add a statement to the last document of one kind."""
    *others, last = getattr(case, kind)
    changed = {**last, "Statement": [*last["Statement"], added]}
    return Case(**{**vars(case), kind: (*others, changed)})


@given(cases, st.randoms(use_true_random=False))
def test_no_order_means_anything(case: Case, random: Random) -> None:
    """The same answer, for the same reason, in whatever order statements and policies come."""

    def shuffled(document: dict[str, list[object]]) -> dict[str, object]:
        listed = document["Statement"]
        return {**document, "Statement": random.sample(listed, len(listed))}

    mixed = case.change(shuffled)
    mixed = Case(**{**vars(mixed), "identity": mixed.identity[::-1], "session": mixed.session[::-1]})
    before, after = case.decide(), mixed.decide()
    assert before.answer is after.answer
    assert before.reason == after.reason


@given(st.data(), cases)
def test_a_deny_never_widens(data: st.DataObject, case: Case) -> None:
    """With one Deny more, the answer is the same or nearer to DENIED."""
    assert rank(case.decide()) >= rank(with_more(data, case, "Deny").decide())


@given(st.data(), cases)
def test_an_allow_never_narrows(data: st.DataObject, case: Case) -> None:
    """With one Allow more, the answer is the same or nearer to ALLOWED."""
    assert rank(case.decide()) <= rank(with_more(data, case, "Allow").decide())


@given(cases)
def test_a_deny_of_everything_denies(case: Case) -> None:
    """DENIED, whatever else there is, and the statement is named among those that decide."""
    denied = add(case, "identity", {"Sid": "No", "Effect": "Deny", "Action": "*", "Resource": "*"}).decide()
    assert denied.answer is Answer.DENIED
    assert "No" in [each.sid for each in denied.statements]


@given(cases)
def test_without_an_allow_nothing_is_allowed(case: Case) -> None:
    """DENIED if every statement is a Deny."""

    def denying(document: dict[str, list[dict[str, object]]]) -> dict[str, object]:
        return {**document, "Statement": [{**each, "Effect": "Deny"} for each in document["Statement"]]}

    assert case.change(denying).decide().answer is Answer.DENIED


@given(cases)
def test_what_decides_has_the_effect_of_the_answer(case: Case) -> None:
    """ALLOWED by Allow statements, one at least; DENIED by Deny statements, or by none; each named once, in order."""
    decision = case.decide()
    effects = {each.effect for each in decision.statements}
    if decision.answer is Answer.ALLOWED:
        assert {"Allow"} == effects
    if decision.answer is Answer.DENIED:
        assert effects <= {"Deny"}
    places = [(KINDS.index(each.kind), each.policy, each.index) for each in decision.statements]
    assert sorted(set(places)) == places
