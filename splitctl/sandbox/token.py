"""What tells a process that it belongs to a sandbox, and keeps stand-ins from ever running outside one."""

import hmac
import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from splitctl.errors import UserError

TOKEN_VARIABLE = "SPLIT_PIPELINES_SANDBOX_TOKEN"  # noqa: S105 - the variable's name, not a secret
WORLD_VARIABLE = "SPLIT_PIPELINES_SANDBOX_WORLD"
TOKEN_FILE = "token"  # noqa: S105 - a file's name
HEALTH_PATH = "/sandbox/health"


class NotInSandboxError(UserError):
    """A stand-in was started outside a sandbox. It would answer for AWS where the real thing is expected."""


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine by a loopback address. A name other than localhost does not count."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_sandbox(stand_in: str, environ: Mapping[str, str] = os.environ) -> None:
    """Raise NotInSandboxError unless `environ` carries its world's own token and a loopback endpoint for AWS."""
    token, world = environ.get(TOKEN_VARIABLE), environ.get(WORLD_VARIABLE)
    if not token or not world:
        raise NotInSandboxError(f"{stand_in} only runs in a sandbox: use `splitctl sandbox exec -- COMMAND`")
    file = Path(world, TOKEN_FILE)
    if not file.is_file() or not hmac.compare_digest(file.read_text(), token):
        raise NotInSandboxError(
            f"{stand_in} found no sandbox that its {TOKEN_VARIABLE} belongs to: that sandbox has ended; start anew"
        )
    endpoint = environ.get("AWS_ENDPOINT_URL", "")
    if not is_loopback(endpoint):
        raise NotInSandboxError(
            f"{stand_in} refuses to run against {endpoint or 'AWS itself'}: AWS_ENDPOINT_URL must be on this machine"
        )
