"""What a stack has made for apps to share, as it tells its own next update."""

from typing import Annotated, Literal

from pydantic import Field

from settings.model import Settings
from settings.text import Model

Part = Literal["alarmsTopic", "cluster", "loadBalancer", "network"]


class Made(Model):
    """The output `made` of a stack that has what its apps share."""

    parts: Annotated[tuple[Part, ...], Field(strict=False)]
    """What the stack made itself, by the keys that could have named another."""
    kept: bool
    """Whether that is protected, since other stacks may use it."""
    certificate: str | None = None
    """The certificate of the load balancer that is made. Default: plain HTTP."""
    routes: Annotated[tuple[str, ...], Field(strict=False)]
    """The services, as `app/service`, whose rules are protected once the app has an image."""


def made(settings: Settings) -> Made:
    """What the stack of these `settings` makes itself, as far as it has what its apps share."""
    routed = {
        f"{app}/{name}": entry.retire or service.retire
        for app, entry in settings.apps.items()
        for name, service in entry.as_services().items()
        if service.route
    }
    own: dict[Part, bool] = {
        "alarmsTopic": not settings.alarms_topic,
        "cluster": not settings.cluster,
        "loadBalancer": not settings.load_balancer and (settings.share or bool(routed)),
        "network": settings.network == "create",
    }
    return Made(
        parts=tuple(part for part, is_own in own.items() if is_own),
        kept=settings.share and not settings.disposable,
        certificate=settings.certificate,
        routes=() if settings.disposable else tuple(name for name, retires in routed.items() if not retires),
    )
