"""`pulumi-resource-aws`: started by the Pulumi CLI, prints its port, serves until the CLI is gone."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from splitctl.errors import UserError
from splitctl.sandbox.orphan import end_with_parent
from splitctl.sandbox.token import WORLD_VARIABLE, require_sandbox


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
    # What is imported stays: to look through it for garbage, again and again, takes a quarter of the time.
    gc.set_threshold(100_000)

    # Half a second of imports that a refusal does not need.
    from splitctl.sandbox.provider.aws_provider import AwsProvider  # noqa: PLC0415
    from splitctl.sandbox.provider.journal import Journal  # noqa: PLC0415
    from splitctl.sandbox.provider.lookups import ALL as LOOKUPS  # noqa: PLC0415
    from splitctl.sandbox.provider.servicer import AwsServicer, serve  # noqa: PLC0415
    from splitctl.sandbox.provider.types import TYPES  # noqa: PLC0415

    backend = Path(unquote(urlsplit(os.environ.get("PULUMI_BACKEND_URL", "")).path))
    journal = Journal(Path(os.environ[WORLD_VARIABLE], "journal"), backend)

    def end(*_: object) -> None:
        journal.settle()
        os._exit(0)

    signal.signal(signal.SIGINT, end)  # as the engine ends its plugins

    provider = AwsProvider(TYPES, {each.token: each for each in LOOKUPS}, journal)
    servicer = AwsServicer(sys.argv[1:], metadata.version("pulumi-aws"), provider, engine)
    asyncio.run(serve(servicer, provider))
    return 0


if __name__ == "__main__":
    sys.exit(main())
