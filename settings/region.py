"""Whether what the configuration names is where the stack is."""

from settings.commands import set_value
from settings.model import Settings
from settings.problem import Problem


def elsewhere(settings: Settings, region: str) -> list[Problem]:
    """Find what is named by ARN and is of another region than `region`: nothing there could use it."""
    arns = {
        ("certificate",): settings.certificate,
        ("cluster",): settings.cluster,
        ("loadBalancer", "listener"): settings.load_balancer.listener if settings.load_balancer else None,
        ("alarmsTopic",): settings.alarms_topic,
    }
    problems = []
    for path, arn in arns.items():
        if arn and (other := arn.split(":")[3]) != region:
            what = f"{arn} is of {other}, and this stack of {region}; name one of {region}"
            problems.append(Problem(".".join(path), what, (set_value(path, settings.environment, region=region),)))
    return problems
