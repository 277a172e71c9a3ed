"""`pulumi-language-python`: started by the Pulumi CLI, prints its port, serves until the CLI is gone."""

import argparse
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import language_pb2_grpc

from splitctl.errors import UserError
from splitctl.sandbox.language import EXEC_VARIABLE
from splitctl.sandbox.language.host import LanguageHost
from splitctl.sandbox.orphan import end_with_parent
from splitctl.sandbox.token import require_sandbox

_NO_LIMIT = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


def main() -> int:
    """Serve, or exit 2 outside a sandbox."""
    arguments = argparse.ArgumentParser(prog="pulumi-language-python")
    arguments.add_argument("engine", nargs="?", default="")
    engine = arguments.parse_known_args()[0].engine
    try:
        require_sandbox("pulumi-language-python")
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    server = grpc.server(ThreadPoolExecutor(), options=_NO_LIMIT)
    host = LanguageHost(engine, Path(os.environ[EXEC_VARIABLE]))

    def end(*_: object) -> None:
        host.stop()
        os._exit(0)

    end_with_parent(end)
    signal.signal(signal.SIGINT, end)  # as the engine ends its plugins
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    server.wait_for_termination()
    return 0


if __name__ == "__main__":
    sys.exit(main())
