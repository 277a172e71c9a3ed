"""What a stack was when it was last updated, and what its configuration may therefore not say now."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from settings.commands import NAMESPACE, remove, set_value
from settings.made import Made, Part, made
from settings.model import Settings
from settings.network import ExistingLoadBalancer, ExistingNetwork, balancer_suffix
from settings.problem import Problem
from settings.shared import Shared


def changed(settings: Settings, outputs: Mapping[str, Any]) -> list[Problem]:
    """Find what `settings` change of what the stack cannot lose, by `outputs`, its own last ones.

    Pulumi finds all of that only when it has begun, or in a preview, in words about resources. A stack without outputs
    was never updated, and one that is disposable may lose anything, once an update has made it so.
    """
    before = _made(outputs)
    problems = [] if settings.disposable else _renamed(settings, outputs, before)
    if before:
        problems += [] if settings.disposable else _no_more_for_others(settings, before)
        problems += _other_listener(settings, before, outputs)
    return problems


def named_as_anothers(settings: Settings, outputs: Mapping[str, Any]) -> list[Problem]:
    """Find what the stack made itself, by `outputs`, its own last ones, and `settings` now name as if another had.

    It would no longer be in the program, and so be deleted, with whatever is in it: disposable or not. `settings` are
    those that have what `sharedFrom` leads to.
    """
    before = _made(outputs)
    try:
        shared = Shared.model_validate(outputs.get("shared"))
    except ValidationError:
        return []
    same: dict[Part, bool] = {
        "alarmsTopic": settings.alarms_topic == shared.alarms_topic,
        "cluster": settings.cluster == shared.cluster,
        "loadBalancer": shared.load_balancer is not None
        and _balancer(settings.load_balancer) == _balancer(shared.load_balancer),
        "network": isinstance(settings.network, ExistingNetwork) and settings.network.vpc == shared.network.vpc,
    }
    own = [part for part in before.parts if same[part]] if before else []
    deleted = "this stack made itself, and it would be deleted from under all that uses it; leave the key out"
    if own and settings.shared_from:
        what = f'"{settings.shared_from}" names {", ".join(own)} that {deleted}'
        return [Problem("sharedFrom", what, (remove(("sharedFrom",)),))]
    return [Problem(part, f"it names the one that {deleted}", _left_out(part)) for part in own]


def _made(outputs: Mapping[str, Any]) -> Made | None:
    try:
        return Made.model_validate(outputs.get("made"))
    except ValidationError:
        return None


def _balancer(named: ExistingLoadBalancer | None) -> str | None:
    """Two listeners of one load balancer come and go together."""
    return balancer_suffix(named.listener) if named else None


def _left_out(part: Part) -> tuple[str, ...]:
    return (f"pulumi config set {NAMESPACE}:network create",) if part == "network" else (remove((part,)),)


def _renamed(settings: Settings, outputs: Mapping[str, Any], before: Made | None) -> list[Problem]:
    was = outputs.get("environment")
    if not isinstance(was, str) or was == settings.environment or not (before or outputs.get("images")):
        return []
    what = (
        f'"{settings.environment}" is another environment than "{was}", which this stack is; nothing of it can be '
        f"renamed: put it back, and make a stack of its own for another"
    )
    return [Problem("environment", what, (set_value(("environment",), was, was),))]


def _no_more_for_others(settings: Settings, before: Made) -> list[Problem]:
    if not before.kept:
        return []
    put_back = set_value(("share",), settings.environment)
    if settings.shared_from:
        what = "this stack has what other stacks may use, and cannot take it from another; leave the key out"
        return [Problem("sharedFrom", what, (remove(("sharedFrom",)), put_back))]
    if not settings.share:
        what = "other stacks may use what is here, and it would go when no app of this one needs it; put it back"
        return [Problem("share", what, (put_back,))]
    what = "other stacks may use the one that this stack made, and it would be deleted; leave the key out"
    return [Problem(part, what, _left_out(part)) for part in before.parts if part not in made(settings).parts]


def _other_listener(settings: Settings, before: Made, outputs: Mapping[str, Any]) -> list[Problem]:
    """With a certificate requests come to another listener, and rules stay on theirs while they are protected."""
    stays = settings.shared_from or bool(settings.certificate) == bool(before.certificate)
    if stays or not ("loadBalancer" in before.parts and "loadBalancer" in made(settings).parts):
        return []
    images = outputs.get("images")
    live = [name for name in before.routes if isinstance(images, Mapping) and name.partition("/")[0] in images]
    if before.kept:
        rules = "rules of other stacks may be on the listener that there is, and cannot go to another; put this back"
        way = "the way is long: docs/services.md#https-for-what-runs"
    elif live:
        rules = f"{', '.join(live)} cannot go to another listener while it is protected; put this back"
        way = "first set its `retire`, and run `pulumi up`; then change this, take `retire` out, and run it again"
    else:
        return []
    back = f"pulumi config set {NAMESPACE}:certificate {before.certificate}"
    return [Problem("certificate", f"{rules}; {way}", (back if before.certificate else remove(("certificate",)),))]
