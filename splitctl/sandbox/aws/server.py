"""moto's server on a loopback port, with a health check that names the world it belongs to."""

import importlib
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from splitctl.sandbox.token import HEALTH_PATH

# What is corrected in moto, by the modules of this folder. IAM is, at once: moto asks it about every caller.
_AT_ONCE = ("iam",)
# The rest waits for a request to a service whose answers it changes. To import moto's EC2 alone, which its ECS does as
# well, takes twice as long as all else that a world's start does.
_OF_NETWORKS = ("default_vpc", "security_groups")
# To moto, `elb` is both versions of Elastic Load Balancing.
_LATER: Mapping[str, tuple[str, ...]] = {
    "applicationautoscaling": ("scaling",),
    "cloudwatch": ("alarms",),
    "codebuild": ("codebuild", "webhooks"),
    "ec2": _OF_NETWORKS,
    "ecr": ("images", "pull_through"),
    "ecs": (*_OF_NETWORKS, "clusters", "ecs_services", "rollouts", "task_definitions"),
    "elb": (*_OF_NETWORKS, "listeners", "load_balancers", "target_groups"),
    "events": ("events",),
    "logs": ("log_groups",),
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


@cache  # a correction that is made twice would wrap itself
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
