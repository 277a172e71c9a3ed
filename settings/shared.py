"""What the apps of an environment share, as another stack gives it to the stack of one of them."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from settings.commands import NAMESPACE, dotted, set_value
from settings.model import Settings
from settings.network import Cluster, ExistingLoadBalancer, ExistingNetwork, Topic
from settings.problem import Problem
from settings.text import Model


class Shared(Model):
    """The output `shared` of an environment's stack: what a configuration could say itself, in its words."""

    network: ExistingNetwork
    """Where tasks and the load balancer are."""
    cluster: Cluster
    """ARN of the ECS cluster."""
    load_balancer: ExistingLoadBalancer | None = None
    """The load balancer. Default: there is none."""
    alarms_topic: Topic
    """ARN of the SNS topic that hears of alarms."""
    disposable: bool = False
    """Whether all of this may be lost with that stack. Default: it may not."""


_PARTS = ("network", "cluster", "load_balancer", "alarms_topic")
"""What a configuration could say itself."""


def take(
    settings: Settings, outputs: Mapping[str, Any], *, stack: str, account: str, region: str
) -> tuple[Settings, list[Problem]]:
    """Return `settings` as if they said themselves what the stack `sharedFrom` shares, and what speaks against it.

    `outputs` are those of that stack; `stack` is this one, in `account` and `region`. What is not known yet, or
    otherwise not as `Shared` says, counts as not shared.
    """
    if isinstance(source := outputs.get("sharedFrom"), str):
        what = f'stack "{settings.shared_from}" has nothing of its own to share; name the one that it takes it from'
        return settings, [Problem("sharedFrom", what, (_taking(source),))]
    try:
        shared = Shared.model_validate(outputs.get("shared"))
    except ValidationError:
        what = f'stack "{settings.shared_from}" shares nothing yet; have it make what is shared, and update it first'
        return settings, [Problem("sharedFrom", what, _sharing(settings))]
    taken = settings.model_copy(update={name: getattr(shared, name) for name in _PARTS})
    environment = str(outputs.get("environment"))
    return taken, [
        *_of_another_environment(settings, environment, stack),
        *_of_another_place(settings, shared.cluster, account, region),
        *(_disposable(settings) if shared.disposable and not settings.disposable else []),
        *([] if shared.load_balancer else _without_load_balancer(settings)),
    ]


def _of_another_environment(settings: Settings, environment: str, stack: str) -> list[Problem]:
    if settings.environment == environment:
        return []
    what = f'"{settings.environment}" is another environment than "{environment}", which `sharedFrom` leads to'
    if settings.environment == stack:
        # As it is for want of another.
        return [Problem("environment", what, (set_value(("environment",), environment, environment),))]
    # Somebody said it, and what runs by that name cannot move. An environment's own stack is mostly called as it is.
    return [Problem("sharedFrom", f"{what}; name that of this one", (_taking(settings.environment),))]


def _disposable(settings: Settings) -> list[Problem]:
    there = settings.shared_from
    what = (
        f'stack "{there}" is disposable, and may be destroyed with all that it shares while apps of this one run; '
        "protect it, or make this stack disposable, too"
    )
    return [Problem("sharedFrom", what, _changing("disposable", "false", there))]


def _of_another_place(settings: Settings, cluster: str, account: str, region: str) -> list[Problem]:
    """Tasks run in the account and region of their cluster, and nowhere else."""
    other_region, other_account = cluster.split(":")[3:5]
    if (other_account, other_region) == (account, region):
        return []
    what = (
        f'what stack "{settings.shared_from}" shares is in {other_region} of account {other_account}, and this stack '
        f"in {region} of {account}"
    )
    move = (f"pulumi config set aws:region {other_region}",) if other_region != region else ()
    return [Problem("sharedFrom", f"{what}; use credentials and region of one place for both", move)]


def _without_load_balancer(settings: Settings) -> list[Problem]:
    what = f'requests are to come to it, and stack "{settings.shared_from}" shares no load balancer'
    return [
        Problem(dotted(("apps", app, "services", name)), what, _sharing(settings))
        for app, entry in settings.apps.items()
        for name, service in entry.as_services().items()
        if service.route
    ]


def _sharing(settings: Settings) -> tuple[str, ...]:
    """The commands after which the other stack shares everything there is to share."""
    return _changing("share", "true", settings.shared_from)


def _changing(key: str, value: str, stack: str | None) -> tuple[str, ...]:
    return (f"pulumi config set {NAMESPACE}:{key} {value} --stack {stack}", f"pulumi up --stack {stack}")


def _taking(stack: str) -> str:
    return f"pulumi config set {NAMESPACE}:sharedFrom {stack}"
