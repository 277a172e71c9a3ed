"""moto's server on a loopback port, with a health check that names the world it belongs to."""

import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from splitctl.sandbox.aws import codebuild, iam, images, log_groups, pull_through, requests, webhooks
from splitctl.sandbox.token import HEALTH_PATH

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _SilentHandler(MotoRequestHandler):
    """Answers without a line on stderr for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        if type == "error":
            super().log(type, message, *args)


def _with_health(application: _Application, token: str) -> _Application:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == HEALTH_PATH:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [token.encode()]
        return application(environ, start_response)

    return answer


def start(port: int, token: str) -> BaseWSGIServer:
    """Serve the embedded AWS on 127.0.0.1:`port`, 0 for a free one, in a thread. Raises OSError if it is taken."""
    for corrected in (codebuild, iam, images, log_groups, pull_through, requests, webhooks):
        corrected.correct()
    application = _with_health(DomainDispatcherApplication(create_backend_app), token)
    # Ours to bind: werkzeug would print and exit if the port is taken.
    listening = socket.create_server(("127.0.0.1", port))
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=_SilentHandler, fd=listening.fileno()
    )
    server.port = listening.getsockname()[1]
    threading.Thread(target=server.serve_forever, daemon=True, name="aws").start()
    return server
