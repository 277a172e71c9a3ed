"""Where an environment's workloads run: what its apps share, and what each app runs there."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.environment import Environment, EnvironmentArgs, ExistingLoadBalancer
from components.network import Network
from components.networks import created_network, default_network, existing_network
from components.place import Place
from components.workloads import WorkloadsArgs, image_parameter
from program.before import settled
from program.owner import check_owner, this_stack
from program.shared import give
from program.vpc import check_vpc
from settings import Settings, balancer_suffix
from settings.network import ExistingNetwork
from workloads.priority import priorities


class Runtime:
    """What the apps of an environment share: of another stack, or made if any of them has workloads, or others do.

    Raises ValueError for a bad network, and for another stack that cannot be read; ConfigurationError for one that does
    not fit, or that has the environment's cluster already.
    """

    given: Mapping[str, Any] | None = None
    """What other stacks may share: to be exported. Default: none of it is this stack's own."""

    def __init__(self, config: Settings, place: Place) -> None:
        self._config, self._place = settled(config, place), place
        self._services = {name: tuple(app.as_services().values()) for name, app in config.apps.items()}
        self._schedules = {name: tuple(app.as_schedules().values()) for name, app in config.apps.items()}
        routed = {
            f"{app}/{service.name}": service.route
            for app, services in self._services.items()
            for service in services
            if service.route
        }
        self._priorities = priorities(routed)
        self.shared: Environment | None = None
        if config.share or any(self._services.values()) or any(self._schedules.values()):
            if not self._config.cluster:
                check_owner(config.environment, place)
            found = self._find_network()
            if not config.disposable:
                check_vpc(config.environment, found)
            self._network = found or created_network(
                "network", config.environment, stack=this_stack(), disposable=config.disposable
            )
            self.shared = self._share(public=config.share or bool(routed))
            self.given = None if config.shared_from else give(self.shared, self._network, disposable=config.disposable)

    def workloads(self, app: str, digest: str | None, repository: str) -> WorkloadsArgs | None:
        """What `app` runs. None if it has no workloads, or has no image yet: then it says so."""
        services, schedules = self._services[app], self._schedules[app]
        if not self.shared or not (services or schedules):
            return None
        if digest is None:
            names = ", ".join(each.name for each in (*services, *schedules))
            parameter = image_parameter(self._config.environment, app)
            pulumi.log.info(
                f"{app} has no image yet, so its workloads are not made: {names}. Its first release does. If that has "
                f"failed: release it again, or give it up as docs/services.md says (When the first version fails). If "
                f"it has run here before, parameter {parameter} is lost: put it back, with the digest that runs."
            )
            return None
        return WorkloadsArgs(
            app=app,
            environment=self._config.environment,
            place=self._place,
            network=self._network,
            shared=self.shared,
            repository_name=repository,
            digest=digest,
            beside=(self.shared,),
            services=services,
            schedules=schedules,
            priorities={each.name: self._priorities[f"{app}/{each.name}"] for each in services if each.route},
            disposable=self._config.disposable,
            retire=self._config.apps[app].retire,
        )

    def _find_network(self) -> Network | None:
        """The network that is there. None if it is this stack's to make."""
        match self._config.network:
            case ExistingNetwork() as there if self._config.shared_from:
                # The stack that it comes from has looked at it.
                return Network(
                    vpc_id=there.vpc,
                    task_subnets=there.subnets,
                    public_subnets=there.public_subnets or there.subnets,
                    assign_public_ip=there.public_ip,
                )
            case ExistingNetwork() as there:
                try:
                    return existing_network(
                        there.vpc,
                        subnets=there.subnets,
                        public_subnets=there.public_subnets or there.subnets,
                        assign_public_ip=there.public_ip,
                    )
                except ValueError as error:
                    raise ValueError(f"split-pipelines:network: {error}") from error
            case "create":
                return None
            case _:
                return default_network()

    def _share(self, *, public: bool) -> Environment:
        config, balancer = self._config, self._config.load_balancer
        return Environment(
            "shared",
            EnvironmentArgs(
                environment=config.environment,
                place=self._place,
                network=self._network,
                cluster_arn=config.cluster,
                container_insights=config.container_insights,
                load_balancer=ExistingLoadBalancer(
                    arn_suffix=balancer_suffix(balancer.listener),
                    listener_arn=balancer.listener,
                    security_group_id=balancer.security_group,
                )
                if balancer
                else None,
                public=public,
                certificate_arn=config.certificate,
                topic_arn=config.alarms_topic,
                stack=this_stack(),
                disposable=config.disposable,
            ),
            # Other stacks may use what no app of this one needs, and AWS deletes a listener with all their rules.
            pulumi.ResourceOptions(protect=config.share and not config.disposable),
        )
