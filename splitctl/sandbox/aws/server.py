"""moto's server on a loopback port, with a health check that names the world it belongs to."""

import importlib
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from splitctl.sandbox.token import HEALTH_PATH

# What is corrected in moto, by the modules of this folder.
_AT_ONCE = (
    "clusters",
    "codebuild",
    "ecs_services",
    "iam",
    "images",
    "log_groups",
    "pull_through",
    "requests",
    "rollouts",
    "scaling",
    "task_definitions",
    "webhooks",
)
# To import moto's EC2 takes as long as all else that a world's start does, so these wait for a request to the service.
# To moto, `elb` is both versions of Elastic Load Balancing.
_LATER: Mapping[str, tuple[str, ...]] = {
    "cloudwatch": ("alarms",),
    "ec2": ("default_vpc", "security_groups"),
    "ecs": ("default_vpc", "security_groups"),
    "elb": ("default_vpc", "listeners", "load_balancers", "security_groups", "target_groups"),
    "scheduler": ("schedules",),
    "sns": ("subscriptions",),
    "sqs": ("queues",),
    "ssm": ("parameters",),
}

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _SilentHandler(MotoRequestHandler):
    """Answers without a line on stderr for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        if type == "error":
            super().log(type, message, *args)


def _corrected_application(service: Any) -> Any:
    """The application for one service, which it asks for at the first request, one at a time."""
    for name in _LATER.get(service, ()):
        _correct(name)
    return create_backend_app(service)


def _correct(name: str) -> None:
    importlib.import_module(f"{__package__}.{name}").correct()


def _with_health(application: _Application, token: str) -> _Application:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == HEALTH_PATH:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [token.encode()]
        return application(environ, start_response)

    return answer


def start(port: int, token: str) -> BaseWSGIServer:
    """Serve the embedded AWS on 127.0.0.1:`port`, 0 for a free one, in a thread. Raises OSError if it is taken."""
    for name in _AT_ONCE:
        _correct(name)
    application = _with_health(DomainDispatcherApplication(_corrected_application), token)
    # Ours to bind: werkzeug would print and exit if the port is taken.
    listening = socket.create_server(("127.0.0.1", port))
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=_SilentHandler, fd=listening.fileno()
    )
    server.port = listening.getsockname()[1]
    threading.Thread(target=server.serve_forever, daemon=True, name="aws").start()
    return server
