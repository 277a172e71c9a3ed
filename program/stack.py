"""What Pulumi knows of a stack."""

from typing import Any

import pulumi


def full_name(stack: str) -> str:
    """Pulumi's backends of one's own would take a stack's bare name, too; Pulumi Cloud takes no other than this."""
    return stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"


def outputs(stack: str) -> dict[str, Any]:
    """The outputs of a stack, as its last update left them; without secrets, which would be none here.

    A stack that was never updated has none. Raises ValueError, which names the stack, if it cannot be read.
    """
    # What `pulumi.StackReference` reads, but plain values: that has them as outputs only, and neither which resources
    # there are can depend on one, nor a refusal before any is made.
    try:
        read = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": stack}).value
    except Exception as error:  # the SDK raises no other
        reason = str(error).rpartition("returned an error: ")[2]
        raise ValueError(f"stack {stack} cannot be read: {reason}; `pulumi stack ls --all` shows yours") from error
    return {name: value for name, value in read["outputs"].items() if name not in read["secretOutputNames"]}
