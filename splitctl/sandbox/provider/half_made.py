"""Things that AWS makes in several calls, and what becomes of them when a later call fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from splitctl.sandbox.provider.resource import InitFailedError, ResourceType
from splitctl.sandbox.provider.values import Properties


@contextmanager
def kept(kind: ResourceType, client: Any, resource_id: str, inputs: Properties) -> Iterator[None]:
    """Around the calls that complete a thing which exists: if one fails, Pulumi keeps it, and the next update goes on.

    Raises InitFailedError in place of AWS's error. It tells what AWS holds, not what was wanted, or the next update
    would find nothing to do.
    """
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise InitFailedError(resource_id, kind.read(client, resource_id), inputs, str(error)) from error
