"""What is decided stays so, whatever the unknown turns out to be."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from iam import UNKNOWN, Answer
from tests.iam.generated import Case, cases


@st.composite
def shapes(draw: st.DrawFn, resource: str) -> Any:
    """A pattern that a resource's ARN matches, or UNKNOWN: runs of some fields' characters made wildcards."""
    fields = resource.split(":", 5)
    for at in draw(st.sets(st.integers(0, 5), max_size=3)):
        text = fields[at]
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        wild = draw(st.sampled_from(["*", "?" * (end - start)]))
        fields[at] = text[:start] + wild + text[end:]
    return draw(st.sampled_from([":".join(fields)] * 9 + [UNKNOWN]))


@st.composite
def hiding(draw: st.DrawFn, case: Case) -> Case:
    """The same case, of which less is known: any parts of its documents, its context, its resource, its accounts."""
    hidden = st.sampled_from([False] * draw(st.integers(3, 60)) + [True])

    def hide(part: Any) -> Any:
        if draw(hidden):
            return UNKNOWN
        if isinstance(part, Mapping):
            return {name: hide(each) for name, each in part.items()}
        return [hide(each) for each in part] if isinstance(part, list) else part

    asked = case.request
    context = {name: hide(value) for name, value in asked.context.items() if not draw(hidden)}
    less = replace(
        asked,
        context=context,
        complete=len(context) == len(asked.context) and not draw(hidden),
        resource=draw(shapes(str(asked.resource))),
        resource_account=UNKNOWN if draw(hidden) else asked.resource_account,
    )
    if draw(hidden):
        account = draw(st.sampled_from([None, asked.caller.account]))
        less = replace(less, principal=UNKNOWN, principal_account=account)
    return replace(case.change(hide), request=less)


@settings(max_examples=600)
@given(st.data())
def test_a_decided_answer_survives_every_discovery(data: st.DataObject) -> None:
    """Whatever is hidden of a request and its documents: an answer that is decided is the one that all of it gives."""
    case = data.draw(cases)
    answer = case.decide().answer
    known = data.draw(hiding(case)).decide().answer
    event(f"{known.value} of {answer.value}")
    assert known in (answer, Answer.UNKNOWN)
