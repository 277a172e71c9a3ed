"""Systems Manager's parameters: names, patterns and tiers, where moto is more lenient.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html,
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html and
https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html.
"""

import inspect
import re
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ssm.exceptions import ValidationException
from moto.ssm.models import Parameter, SimpleSystemManagerBackend

_MAX_STANDARD_BYTES = 4096


class ParameterPatternMismatchException(ServiceException):
    """A value that is not what its parameter's pattern allows."""

    code = "ParameterPatternMismatchException"

    def __init__(self, pattern: str) -> None:
        super().__init__(f"Parameter value, cannot be validated against allowedPattern: {pattern}")


def correct() -> None:
    """Refuse what Systems Manager refuses, and choose a tier where it is left to AWS."""
    put, by_path = SimpleSystemManagerBackend.put_parameter, SimpleSystemManagerBackend.get_parameters_by_path

    takes = inspect.signature(put)

    def put_parameter(*asked: Any, **named: Any) -> Parameter:
        call = takes.bind(*asked, **named)
        given = call.arguments
        name, value, pattern = given["name"], given["value"], given["allowed_pattern"]
        if "/" in name and not name.startswith("/"):
            raise ValidationException("Parameter name must be a fully qualified name.")
        if pattern and not re.fullmatch(pattern, value):
            raise ParameterPatternMismatchException(pattern)
        versions = given["self"]._parameters.get(name) or []  # noqa: SLF001 - its get_parameter takes labels for names
        given["tier"] = _tier(given.get("tier"), value, versions[-1] if versions else None)
        made = put(*call.args, **call.kwargs)
        if made.parameter_type != "SecureString":
            made.keyid = None  # which the version before may have had
        return made

    def get_parameters_by_path(backend: SimpleSystemManagerBackend, path: str, *others: Any, **named: Any) -> Any:
        if not path.startswith("/"):
            raise ValidationException(
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a "
                'forward slash "/".'
            )
        return by_path(backend, path, *others, **named)

    for name, replacement in (
        ("put_parameter", put_parameter),
        ("get_parameters_by_path", get_parameters_by_path),
    ):
        setattr(SimpleSystemManagerBackend, name, replacement)


def _tier(asked: str | None, value: str, before: Parameter | None) -> str | None:
    """The tier that a parameter gets; None: the account's default, or the one that it has."""
    advanced = before is not None and before.tier == "Advanced"
    is_large = len(value.encode()) > _MAX_STANDARD_BYTES
    if asked == "Intelligent-Tiering":
        return "Advanced" if advanced or is_large else "Standard"
    if asked == "Standard" and advanced:
        raise ValidationException(
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
            "advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced "
            "parameter and recreate it as a standard parameter."
        )
    if is_large and asked != "Advanced" and not advanced:
        raise ValidationException(
            f"Standard tier parameters support a maximum parameter value of {_MAX_STANDARD_BYTES} characters. To "
            "create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
        )
    return asked
