"""What things are called: `<app>-<environment>[-<part>...]`, so that no two of a kind have one name."""

import hashlib
import re

_HASH_LENGTH = 8
_CLUSTER_LIMIT = 255
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html"""
_LIKE_A_HASH = re.compile(f".*-[0-9a-f]{{{_HASH_LENGTH}}}")
_REPOSITORY_LIMIT = 256
"""https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html"""


def name_for(app: str, environment: str, *parts: str, limit: int) -> str:
    """Name an app in an environment, or by `parts` something of its there, in at most `limit` characters.

    Where the name is too long, or does not tell where a piece ends, it ends in a hash of the pieces: the app `web` in
    `eu-prod` and the app `web-eu` in `prod` are two. Parts are words; only what somebody chose may have hyphens. Things
    of one kind have as many parts, or different last ones. Raises ValueError for a limit that leaves no room for a
    letter, a hyphen and the hash.
    """
    return _joined(app, environment, *parts, limit=limit)


def shared_name(environment: str, *parts: str, limit: int) -> str:
    """Name what the apps of an environment share, or by `parts` something of it, in at most `limit` characters.

    An environment's bare name may be taken in the account, or begin as ELB and EC2 allow no name to. Raises as
    `name_for` does.
    """
    return _joined(f"apps-{environment}", *parts, limit=limit)


def repository_name(app: str, environment: str) -> str:
    """Name the repository of an app in an environment, if the configuration does not."""
    return name_for(app, environment, limit=_REPOSITORY_LIMIT)


def cluster_name(environment: str) -> str:
    """Name the cluster that the apps of an environment share, if the configuration names none."""
    return shared_name(environment, limit=_CLUSTER_LIMIT)


def _joined(*pieces: str, limit: int) -> str:
    if limit < _HASH_LENGTH + 2:
        raise ValueError(f"limit={limit} is too short for a name; use {_HASH_LENGTH + 2} or more")
    plain = "-".join(pieces)
    # Read from its end it can be cut in one way only, whatever hyphens the first piece has.
    clear = not any("-" in piece for piece in pieces[1:])
    if clear and len(plain) <= limit and not _LIKE_A_HASH.fullmatch(plain):
        return plain
    # No piece has a slash in it.
    spelled = plain if clear else "/".join(pieces)
    digest = hashlib.sha256(spelled.encode()).hexdigest()[:_HASH_LENGTH]
    # A plain cut would give two long names the same beginning.
    return f"{plain[: limit - _HASH_LENGTH - 1].rstrip('-')}-{digest}"
