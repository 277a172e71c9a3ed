"""Requests, held against the services' own models: AWS does, moto does not."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.exceptions import ServiceException

from splitctl.sandbox.aws.constraints import violations


class RefusedRequestError(ServiceException):
    """A request that breaks the service's model. A class of its own: moto takes its base class for a service's."""

    def __init__(self, code: str, path: str, constraint: str) -> None:
        at = path[:1].lower() + path[1:]
        super().__init__(
            code, f"1 validation error detected: Value at '{at}' failed to satisfy constraint: Member {constraint}"
        )


def hold_to_model(handler: type, service: str, code: str) -> None:
    """Let `handler` refuse requests with words, lengths, ranges or patterns that the service's model rules out.

    `code`: the error that the service answers with.
    """
    for name, answer in list(vars(handler).items()):
        if callable(answer) and not name.startswith("_"):
            setattr(handler, name, _checked(answer, service, code))


def _checked(answer: Callable[[Any], Any], service: str, code: str) -> Callable[[Any], Any]:
    @wraps(answer)
    def answered(response: Any) -> Any:
        asked = response.params if response.automated_parameter_parsing else json.loads(response.body)
        for path, constraint in violations(service, response._get_action(), asked):  # noqa: SLF001
            raise RefusedRequestError(code, path, constraint)
        return answer(response)

    return answered
