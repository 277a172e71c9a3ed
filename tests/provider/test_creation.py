"""Making things when an earlier attempt may have got anywhere."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pulumi_aws import ecr

from splitctl.errors import UserError
from splitctl.sandbox.provider import creation
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.journal import Journal
from splitctl.sandbox.provider.resource import InitFailedError, ResourceType
from splitctl.sandbox.provider.values import Properties

URN = "urn:pulumi:test::small::aws:ecr/repository:Repository::web"
WEB: Properties = {"name": "web", "imageTagMutability": "MUTABLE", "tags": {"a": "1"}, "__defaults": []}


class Killed(BaseException):
    """The process is no more."""


def refused(code: str) -> ClientError:
    """An error of AWS's."""
    return ClientError({"Error": {"Code": code, "Message": code}}, "operation")


class Repositories(ResourceType):
    """A type with an AWS of its own, which fails where it is told to."""

    resource, args, service = ecr.Repository, ecr.RepositoryArgs, "ecr"
    missing = frozenset({"Missing"})
    replaced_by = frozenset({"name", "encryptionConfigurations"})
    auto_name = AutoName()

    def __init__(self) -> None:
        self.things: dict[str, Properties] = {}
        self.calls: list[str] = []
        self.before: BaseException | None = None
        self.after: BaseException | None = None

    def create(self, client: Any, inputs: Properties) -> str:
        self.calls.append("create")
        if self.before:
            raise self.before
        name = str(inputs["name"])
        if name in self.things:
            raise refused("AlreadyExists")
        self.things[name] = {key: value for key, value in inputs.items() if key not in ("__defaults", "region")}
        if self.after:
            raise self.after
        return name

    def read(self, client: Any, resource_id: str) -> Properties:
        if resource_id not in self.things:
            raise refused("Missing")
        return dict(self.things[resource_id])

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.calls.append(f"update {sorted(changed)}")
        self.things[resource_id] |= {name: inputs[name] for name in changed}

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        self.calls.append("delete")
        del self.things[resource_id]


@pytest.fixture
def kind() -> Repositories:
    """The type."""
    return Repositories()


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A world's journal; nobody waits for requests that are still under way."""
    monkeypatch.setattr(creation, "_IN_FLIGHT_SECONDS", 0.0)
    return Journal(tmp_path / "journal", tmp_path / "state")


def make(kind: Repositories, journal: Journal, wanted: Properties) -> str:
    """Make what is wanted."""
    return creation.make(kind, journal, lambda _inputs: "client", URN, wanted, wanted)


def killed(kind: Repositories, journal: Journal, wanted: Properties, *, after: bool = True) -> None:
    """Make it, and be killed right after or before AWS has made it."""
    kind.before, kind.after = (None, Killed()) if after else (Killed(), None)
    with pytest.raises(Killed):
        make(kind, journal, wanted)
    kind.before = kind.after = None
    kind.calls.clear()


def deployed(tmp_path: Path, **resource: Any) -> None:
    """Let Pulumi's state have one resource."""
    state = tmp_path / "state" / ".pulumi" / "stacks" / "small" / "test.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text(json.dumps({"checkpoint": {"latest": {"resources": [{"urn": URN, **resource}]}}}))


@pytest.mark.parametrize("after", [True, False])
def test_the_next_create_finds_what_was_made(kind: Repositories, journal: Journal, *, after: bool) -> None:
    """It is made once, whether AWS had heard of it or not."""
    killed(kind, journal, WEB, after=after)
    assert "web" == make(kind, journal, WEB)
    assert ([] if after else ["create"]) == kind.calls
    assert ["web"] == list(kind.things)


def test_what_was_left_is_brought_to_what_is_wanted_now(kind: Repositories, journal: Journal) -> None:
    """In place where AWS can do that; else it goes, and a new one comes."""
    killed(kind, journal, WEB)
    assert "web" == make(kind, journal, WEB | {"tags": {"a": "2"}})
    assert ["update ['tags']"] == kind.calls
    kind.calls.clear()
    assert "site" == make(kind, journal, WEB | {"name": "site"})
    assert ["delete", "create"] == kind.calls
    assert ["site"] == list(kind.things)


def test_what_was_never_ours_is_not_taken(kind: Repositories, journal: Journal) -> None:
    """It was there before: AWS's refusal stands, also after a kill, and it stays as it is."""
    kind.things["web"] = {"name": "web", "tags": {"not": "ours"}}
    killed(kind, journal, WEB, after=False)
    for _ in range(2):
        with pytest.raises(ClientError, match="AlreadyExists"):
            make(kind, journal, WEB)
    assert {"web": {"name": "web", "tags": {"not": "ours"}}} == kind.things


def test_a_create_that_failed_leaves_no_note(kind: Repositories, journal: Journal) -> None:
    """What somebody else makes under that name later is not taken for it."""
    kind.before = refused("Limit")
    with pytest.raises(ClientError, match="Limit"):
        make(kind, journal, WEB)
    assert journal.find(URN) is None


def test_a_create_that_failed_half_way_is_kept(kind: Repositories, journal: Journal) -> None:
    """Pulumi is told its id, what it is, and why it failed."""
    kind.after = refused("Limit")
    with pytest.raises(InitFailedError, match="Limit") as raised:
        make(kind, journal, WEB)
    assert ("web", kind.things["web"]) == (raised.value.resource_id, raised.value.state)


def test_what_pulumi_knows_is_settled(kind: Repositories, journal: Journal, tmp_path: Path) -> None:
    """A note goes when the state has the thing; one that was deleted to be replaced is not the new one."""
    make(kind, journal, WEB)
    for resource in ({"id": "other"}, {"id": "web", "pendingReplacement": True}):
        deployed(tmp_path, **resource)
        journal.settle()
        assert journal.find(URN) is not None
    deployed(tmp_path, id="web")
    journal.settle()
    assert journal.find(URN) is None


def test_what_is_being_made_is_not_settled(journal: Journal, tmp_path: Path) -> None:
    """Another process works on it: its note stays, whatever the state says of an earlier one."""
    journal.made(journal.note(URN, WEB), "web")
    deployed(tmp_path, id="web")
    with journal.alone(URN):
        journal.settle()
        assert journal.find(URN) is not None


def test_the_state_is_read_once(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many notes there are of one stack: a large stack has as many as resources, and a large state."""
    known = {(f"{URN}{number}", "web") for number in range(3)}
    for urn, resource_id in known:
        journal.made(journal.note(urn, WEB), resource_id)
    read: list[tuple[str, str]] = []

    def state(_: Path, project: str, stack: str) -> set[tuple[str, str]]:
        read.append((project, stack))
        return known

    monkeypatch.setattr("splitctl.sandbox.provider.journal.deployed", state)
    journal.settle()
    assert [("small", "test")] == read
    assert [] == [urn for urn, _ in known if journal.find(urn)]


def test_an_orphan_changes_nothing(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The CLI that asked is gone, and the next one may have asked for something else already."""
    monkeypatch.setattr(os, "getppid", lambda: 1)
    with pytest.raises(UserError, match="gone"), journal.alone(URN):
        raise AssertionError("it may not get here")
