"""What things are called: `<app>-<environment>[-<part>]`."""

import hashlib

_HASH_LENGTH = 8


def name_for(app: str, environment: str, part: str = "", *, limit: int) -> str:
    """Name a part of an app in an environment, or the app itself, in at most `limit` characters."""
    return shorten("-".join(filter(None, (app, environment, part))), limit)


def shared_name(environment: str, part: str = "", *, limit: int) -> str:
    """Name a part of what the apps of an environment share, in at most `limit` characters.

    An environment's bare name may be taken in the account, or begin as ELB and EC2 allow no name to.
    """
    return name_for("apps", environment, part, limit=limit)


def tags_for(app: str, environment: str) -> dict[str, str]:
    """The tags of everything that an app has in an environment. The policy pack places resources by them."""
    return {"split-pipelines:app": app} | environment_tags(environment)


def environment_tags(environment: str) -> dict[str, str]:
    """The tags of what the apps of an environment share."""
    return {"split-pipelines:environment": environment}


def shorten(name: str, limit: int) -> str:
    """Return `name` if it fits in `limit` characters, else its beginning and a hash of all of it.

    A plain cut would give two long names the same beginning. Raises ValueError for a limit that leaves no
    room for a letter, a hyphen and the hash.
    """
    if limit < _HASH_LENGTH + 2:
        raise ValueError(f"limit={limit} is too short for a name; use {_HASH_LENGTH + 2} or more")
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{name[: limit - _HASH_LENGTH - 1].rstrip('-')}-{digest}"
