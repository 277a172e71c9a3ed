"""What containers are told, and what they may do: the app's as well as a sidecar's."""

from collections.abc import Callable
from typing import Any

import pytest

from builds.secret import Parameter
from tests.workloads.samples import DIGEST, scheduled, service, sidecar
from workloads.container import Container

KINDS: list[Callable[..., Container]] = [service, scheduled, sidecar]
each_kind = pytest.mark.parametrize("make", KINDS)


@each_kind
def test_by_default_the_image_decides_who_runs_and_nothing_is_written(make: Callable[..., Container]) -> None:
    """Its own user and command, and files that stay as they are."""
    assert (None, (), True) == (make().user, make().command, make().read_only_root)


@each_kind
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Web"}, '"Web" cannot be a name; use lower-case letters'),
        ({"name": "web_1"}, "cannot be a name"),
        ({"name": "web--1"}, "cannot be a name"),
        ({"name": ""}, '"" cannot be a name'),
        ({"name": 41 * "a"}, "40 characters at most"),
        ({"variables": {"A B": ""}}, '"A B" cannot be a variable; use letters'),
        ({"variables": {"1A": ""}}, '"1A" cannot be a variable'),
        ({"variables": {"": ""}}, '"" cannot be a variable'),
        ({"variables": {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"}}, "is not free: ECS sets it"),
        ({"variables": {"ECS_CONTAINER_METADATA_URI_V4": "/x"}}, "is not free: ECS sets it"),
        ({"secrets": {"AWS_SECRET_ACCESS_KEY": Parameter("key")}}, "is not free: .* give the task's role what"),
        ({"variables": {"A": "1"}, "secrets": {"A": Parameter("a")}}, '"A" is a variable and a secret of .* at once'),
        ({"user": "root"}, '"root" is root, .*; name another, such as 1000:1000, or leave it out'),
        ({"user": "0"}, '"0" is root'),
        ({"user": "00:1000"}, '"00:1000" is root'),
        ({"user": "root:users"}, '"root:users" is root'),
        ({"user": ""}, '"" cannot be a user; use a name or number'),
        ({"user": "-1"}, '"-1" cannot be a user'),
        ({"user": "a:b:c"}, '"a:b:c" cannot be a user'),
    ],
)
def test_what_a_container_cannot_be_is_refused(
    make: Callable[..., Container], changes: dict[str, Any], said: str
) -> None:
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match=said):
        make(**changes)


@each_kind
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"variables": {"DB_PASSWORD": "hunter2"}},
            'the variable "DB_PASSWORD" of .* seems to be a secret, .* store it',
        ),
        ({"variables": {"DATABASE_URL": "postgres://me:hunter2@db/shop"}}, 'the variable "DATABASE_URL"'),
        ({"command": ("run", "--db", "postgres://me:hunter2@db/shop")}, "the command of .* seems to hold a secret"),
    ],
)
def test_a_secret_is_not_told_to_everybody(make: Callable[..., Container], changes: dict[str, Any], said: str) -> None:
    """Neither by ECS, which shows variables and commands, nor by the message."""
    with pytest.raises(ValueError, match=said) as refused:
        make(**changes)
    assert "hunter2" not in str(refused.value)


@each_kind
@pytest.mark.parametrize("user", ["1000", "1000:1000", "nobody", "node:users", "1001:0", "www-data:33"])
def test_any_user_but_root_may_be_named(make: Callable[..., Container], user: str) -> None:
    """By name or number, with a group or without; the group may be root's, as images for OpenShift have it."""
    assert user == make(user=user).user


@each_kind
@pytest.mark.parametrize("name", ["PORT", "discovery.type", "_x", "AWS_REGION", "AWS_XRAY_DAEMON_ADDRESS", "ECSTASY"])
def test_other_variables_are_free(make: Callable[..., Container], name: str) -> None:
    """Also some of AWS's, by which a program is told where to look and not who it is."""
    assert {name: "1"} == make(variables={name: "1"}).variables


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"image": "public.ecr.aws/nginx/nginx:latest"}, "does not hold one image for good"),
        ({"image": f"nginx@{DIGEST}"}, "does not hold one image for good"),
        ({"cpu": 0}, "cpu=0 is not possible; use 1 or more"),
        ({"memory": 5}, "memory=5 is not possible; use 6 or more"),
    ],
)
def test_what_no_sidecar_can_be_is_refused(changes: dict[str, Any], said: str) -> None:
    """An image that may become another one, and less than a container can have."""
    with pytest.raises(ValueError, match=said):
        sidecar(**changes)
