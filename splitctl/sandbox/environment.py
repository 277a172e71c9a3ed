"""What a sandbox's commands see: the caller's environment, with all replaced that could lead to a real account."""

import os
from collections.abc import Mapping

from splitctl.sandbox.caller import harmless
from splitctl.sandbox.plugins import install
from splitctl.sandbox.token import TOKEN_VARIABLE, WORLD_VARIABLE
from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World

PASSPHRASE = "sandbox"  # noqa: S105 - it keeps nothing secret: the state ends with its world
_REGION = "eu-west-1"
_LOOPBACK = "127.0.0.1,localhost"


def environment(
    world: World, cli: PulumiCli, *, official_provider: bool = False, caller: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """What a command in `world` sees. No AWS or Pulumi variable of `caller` gets through.

    `official_provider`: leave the stand-in out and let Pulumi fetch the official plugin.
    """
    kept = harmless(caller)
    home = world.home("official" if official_provider else "stand-in")
    install(home, cli, official_provider=official_provider)
    path = [str(cli.executable.parent), kept.get("PATH", os.defpath)]
    no_proxy = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), _LOOPBACK]))
    replaced = {
        TOKEN_VARIABLE: world.token,
        WORLD_VARIABLE: str(world.folder),
        "PATH": os.pathsep.join(path),
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_SESSION_TOKEN": "sandbox",
        "AWS_REGION": _REGION,
        "AWS_DEFAULT_REGION": _REGION,
        "AWS_ENDPOINT_URL": world.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        # Files that do not exist, and never fall back to the user's own.
        "AWS_CONFIG_FILE": str(home / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "aws-credentials"),
        "PULUMI_HOME": str(home),
        # Pulumi would prefer a plugin on PATH to those of its home.
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        # No metadata: it lies in files beside the state's own, and those a kill can leave half-written.
        "PULUMI_BACKEND_URL": f"{world.state.as_uri()}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    if not official_provider:
        replaced["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    return kept | replaced
