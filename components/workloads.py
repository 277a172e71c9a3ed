"""All that runs an app's image in an environment, and the record of which image that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import ssm

from components.environment import Environment
from components.network import Network
from components.place import Place
from components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from components.service import Service, ServiceArgs
from components.task import TaskArgs
from naming.tags import tags_for
from workloads import schedule, service
from workloads.image import check_digest


def image_parameter(environment: str, app: str) -> str:
    """The name of the parameter that holds the digest of the image that an app runs in an environment."""
    return f"{image_parameters(environment)}/{app}/image"


def image_parameters(environment: str) -> str:
    """What the names of the parameters of an environment begin with."""
    return f"/split-pipelines/{environment}"


@dataclass(frozen=True, kw_only=True)
class WorkloadsArgs:
    """What the workloads of an app are made from. Raises ValueError for an image that is no digest."""

    app: str
    environment: str
    place: Place
    network: Network
    shared: Environment
    """What the apps of the environment share."""
    repository_name: str
    digest: str
    """The image that all of them run: `sha256:` and 64 hex digits."""
    beside: Sequence[pulumi.Resource] = ()
    """What else the app has or is reached by: a configuration that has lost the app does not remove it either. Default:
    nothing."""
    services: Sequence[service.Service] = ()
    """What runs all the time. Default: nothing."""
    schedules: Sequence[schedule.ScheduledTask] = ()
    """What runs at certain times. Default: nothing."""
    priorities: Mapping[str, int] = field(default_factory=dict)
    """For the name of each service with a route, when its rule is tried, unless the route says: distinct on the load
    balancer. Default: first."""
    disposable: bool = False
    """Whether all of it goes with the stack. Default: services, schedules and the parameter are protected."""
    retire: bool = False
    """Whether the app is to be removed: nothing of it is protected any more. Default: it stays."""

    def __post_init__(self) -> None:
        check_digest(self.digest)


class Workloads(pulumi.ComponentResource):
    """Services and scheduled tasks of an app, all on one image, and the parameter that says which.

    Schedules wait for all services: if an image does not come up, they stay on the one before. The parameter is written
    last, when every service runs the image: what it says is what was live. It is protected, so that a configuration
    without an image cannot pass for an app that never had one.
    """

    image_parameter: pulumi.Output[str]
    """The parameter that holds the digest."""
    task_roles: pulumi.Output[dict[str, str]]
    """The role that each workload's app has, for policies of its own."""

    def __init__(self, name: str, args: WorkloadsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:Workloads", name, {}, opts)
        # Here the guard pins the image, before anything runs it.
        services = self._services(name, args)
        made: list[Service | ScheduledTask] = [*services, *self._schedules(name, args, after=services)]
        # And here it verifies what runs, before the parameter says so.
        parameter = ssm.Parameter(
            f"{name}-image",
            name=image_parameter(args.environment, args.app),
            description=f"The image that {args.app} runs in {args.environment}",
            type="String",
            insecure_value=args.digest,
            # One that was lost, and was put back by hand, is no longer in the state: it is there, and to be made.
            overwrite=True,
            tags=tags_for(args.app, args.environment, disposable=args.disposable),
            opts=pulumi.ResourceOptions(
                parent=self,
                # An update that may not delete this leaves all that it depends on as it is, with or without a preview
                # before: of an app that is lost from the configuration not only what runs stays, but the rest, too.
                depends_on=[*args.beside, *made],
                protect=not args.disposable and not args.retire,
            ),
        )
        names = [each.name for each in (*args.services, *args.schedules)]
        self.image_parameter = parameter.name
        self.task_roles = pulumi.Output.all(
            **{each: component.task_role_name for each, component in zip(names, made, strict=True)}
        )
        self.register_outputs({"image_parameter": self.image_parameter, "task_roles": self.task_roles})

    def _services(self, name: str, args: WorkloadsArgs) -> list[Service]:
        mine = pulumi.ResourceOptions(parent=self)
        return [
            Service(
                f"{name}-{each.name}",
                ServiceArgs(
                    task=_task(args, each),
                    service=each,
                    cluster_arn=args.shared.cluster_arn,
                    topic_arn=args.shared.topic_arn,
                    load_balancer=args.shared.load_balancer,
                    priority=args.priorities.get(each.name, 1),
                ),
                mine,
            )
            for each in args.services
        ]

    def _schedules(self, name: str, args: WorkloadsArgs, *, after: Sequence[Service]) -> list[ScheduledTask]:
        mine = pulumi.ResourceOptions(parent=self)
        return [
            ScheduledTask(
                f"{name}-{each.name}",
                ScheduledTaskArgs(
                    task=_task(args, each),
                    schedule=each,
                    cluster_arn=args.shared.cluster_arn,
                    known_cluster_arn=args.shared.known_cluster_arn,
                    after=after,
                ),
                mine,
            )
            for each in args.schedules
        ]


def _task(args: WorkloadsArgs, task: service.Service | schedule.ScheduledTask) -> TaskArgs:
    return TaskArgs(
        app=args.app,
        environment=args.environment,
        place=args.place,
        network=args.network,
        repository_name=args.repository_name,
        digest=args.digest,
        task=task,
        disposable=args.disposable,
        retire=args.retire or task.retire,
    )
