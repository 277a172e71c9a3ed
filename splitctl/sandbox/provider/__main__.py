"""`pulumi-resource-aws`: started by the Pulumi CLI, prints its port, serves until the CLI is gone."""

import argparse
import asyncio
import os
import signal
import sys
from importlib import metadata

from splitctl.errors import UserError
from splitctl.sandbox.orphan import end_with_parent
from splitctl.sandbox.token import require_sandbox


def main() -> int:
    """Serve, or exit 2 outside a sandbox."""
    arguments = argparse.ArgumentParser(prog="pulumi-resource-aws")
    arguments.add_argument("engine", nargs="?", default="")
    engine = arguments.parse_known_args()[0].engine
    try:
        require_sandbox("pulumi-resource-aws")
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    end_with_parent()
    # The engine ends its plugins with SIGINT; there is nothing to tell about it.
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))

    # Half a second of imports that a refusal does not need.
    from splitctl.sandbox.provider.aws_provider import AwsProvider  # noqa: PLC0415
    from splitctl.sandbox.provider.servicer import AwsServicer, serve  # noqa: PLC0415
    from splitctl.sandbox.provider.types import ALL  # noqa: PLC0415

    provider = AwsProvider({each.token(): each for each in ALL})
    asyncio.run(serve(AwsServicer(sys.argv[1:], metadata.version("pulumi-aws"), provider, engine)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
