"""Making a thing so that none is lost or made twice, whenever the process is killed."""

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from splitctl.errors import UserError
from splitctl.sandbox.provider.journal import Journal, Note
from splitctl.sandbox.provider.resource import InitFailedError, ResourceType
from splitctl.sandbox.provider.values import Properties, without_notes

_IN_FLIGHT_SECONDS = 3.0  # a request may reach AWS after the one who sent it is dead
_EVERY_SECONDS = 0.1

Clients = Callable[[Properties], Any]
"""A client for the region that some inputs name."""


def make(
    kind: ResourceType, journal: Journal, clients: Clients, urn: str, wanted: Properties, noted: Properties
) -> str:
    """Make what is `wanted`, or bring what a killed update left behind to it, and return its id.

    `noted`: the inputs that may be written down. Raises InitFailedError if it failed, but something exists now.
    """
    with journal.alone(urn):
        left = journal.find(urn)
        if left and (found := _taken_over(kind, clients(left.inputs), left, wanted)):
            journal.made(left, found)
            return found
        client = clients(wanted)
        if not kind.was_auto_named(wanted) and kind.find(client, wanted):
            journal.forget(urn)  # somebody else's: if it must not be, AWS says so
            return kind.create(client, wanted)
        note = journal.note(urn, noted)
        try:
            resource_id = kind.create(client, wanted)
        except InitFailedError as error:
            journal.made(note, error.resource_id)
            raise
        except (ClientError, BotoCoreError, UserError) as error:
            _clear_up(kind, journal, client, note, wanted, error)
            raise
        journal.made(note, resource_id)
        return resource_id


def _taken_over(kind: ResourceType, client: Any, left: Note, wanted: Properties) -> str | None:
    """The id of what was left behind, brought to what is `wanted`; None if there is nothing, or nothing any more."""
    resource_id = left.resource_id or _awaited(kind, client, left)
    held = kind.read_if_there(client, kind.address(resource_id, left.inputs)) if resource_id else None
    if resource_id is None or held is None:
        return None
    before = kind.drifted(wanted, held) | {name: wanted[name] for name in kind.carried if name in wanted}
    if "region" in left.inputs:
        before["region"] = left.inputs["region"]
    changed = frozenset(change.property for change in kind.changes(before, wanted))
    if kind.replaced(changed, before, wanted):
        kind.delete(client, resource_id, {**without_notes(left.inputs), **held})
        return None
    if changed:
        kind.update(client, resource_id, wanted, changed)
    return resource_id


def _awaited(kind: ResourceType, client: Any, left: Note) -> str | None:
    while (found := kind.find(client, left.inputs)) is None:
        if time.time() > left.noted_at + _IN_FLIGHT_SECONDS:
            return None
        time.sleep(_EVERY_SECONDS)
    return found


def _clear_up(
    kind: ResourceType, journal: Journal, client: Any, note: Note, wanted: Properties, reason: Exception
) -> None:
    """After a failed create: what exists all the same is half made."""
    found = kind.find(client, wanted)
    held = kind.read_if_there(client, kind.address(found, wanted)) if found else None
    if found is None or held is None:
        journal.forget(note.urn)
        return
    journal.made(note, found)
    raise InitFailedError(found, held, wanted, str(reason)) from reason
