"""What the configuration of a stack may say: its keys, their defaults and the rules for their values."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

import builds.build
import workloads.schedule
import workloads.service
from builds.images import environment_type
from retention.limits import check_keep_builds, check_untagged_days
from settings.build import Build
from settings.builds import Builds, with_defaults
from settings.network import Certificate, Cluster, ExistingLoadBalancer, Network, Stack, Topic
from settings.refusal import all_of, misplaced
from settings.schedule import Schedule
from settings.service import Service
from settings.text import (
    CacheCredentials,
    CachePrefix,
    KmsKey,
    Model,
    Name,
    Reader,
    RepositoryName,
    empty_if_null,
)


class App(Model):
    """One app: a source, and the image that is built from it."""

    repository_name: RepositoryName | None = None
    """Its repository's name in ECR. Default: `<app>-<environment>`, and a hash if that could be another's, too."""
    keep_builds: Annotated[int, AfterValidator(check_keep_builds)] = 30
    """How many of the newest builds to keep, besides the images in use. Default: 30. At least 5."""
    untagged_days: Annotated[int, AfterValidator(check_untagged_days)] = 7
    """Days that an image without any tag is kept. Default: 7. At least 1."""
    kms_key: KmsKey | None = None
    """ARN of the key that encrypts the images. Default: AES-256 with a key of ECR's own."""
    # A list in YAML; a tuple here, so that settings stay as they were read.
    readers: Annotated[tuple[Reader, ...], Field(strict=False)] = ()
    """Accounts' ids or roles' ARNs that may pull. Default: only who the account's own IAM lets."""
    architecture: Literal["x86_64", "arm64"] = "x86_64"
    """The processor that its image is for, and is built on. Default: `x86_64`."""
    build: Build | None = None
    """How its image is made, as far as `builds` does not say it; text is the `context`. Default: no build here; its
    images come from elsewhere."""
    services: Annotated[
        dict[Name, Annotated[Service, BeforeValidator(empty_if_null)]],
        BeforeValidator(empty_if_null),
    ] = Field(default_factory=dict)
    """What runs its image all the time, by name; an empty entry takes every default. Default: nothing does."""
    schedules: Annotated[dict[Name, Schedule], BeforeValidator(empty_if_null)] = Field(default_factory=dict)
    """What runs its image at certain times, by name. Default: nothing does."""
    retire: bool = False
    """Whether to remove it: the next update lifts the protection of all of it, and it may then be taken out of the
    configuration. Default: what runs is protected."""

    @field_validator("build", mode="before")
    @classmethod
    def _inherits(cls, build: Any, info: ValidationInfo) -> Any:
        # Whoever validates gives the stack's `builds`, unchecked, as pydantic's context.
        return with_defaults(build, info.context, info.data.get("architecture"))

    @field_validator("build")
    @classmethod
    def _runs_on_its_architecture(cls, build: Build | None, info: ValidationInfo) -> Build | None:
        if build and build.image and "architecture" in info.data:
            try:
                environment_type(build.image, info.data["architecture"])
            except ValueError as error:
                raise misplaced(str(error), "image") from error
        return build

    @field_validator("schedules")
    @classmethod
    def _are_no_services(cls, schedules: dict[str, Schedule], info: ValidationInfo) -> dict[str, Schedule]:
        if both := sorted(schedules.keys() & info.data.get("services", {}).keys()):
            reason = "a service of the app is called the same, and so would be what is made of both; rename one of them"
            raise all_of(((name,), misplaced(reason)) for name in both)
        return schedules

    def as_services(self) -> dict[str, workloads.service.Service]:
        """Return what the app's services are made from, by name."""
        return {name: each.as_service(name, self.architecture) for name, each in self.services.items()}

    def as_schedules(self) -> dict[str, workloads.schedule.ScheduledTask]:
        """Return what the app's scheduled tasks are made from, by name."""
        return {name: each.as_schedule(name, self.architecture) for name, each in self.schedules.items()}

    def as_build(self) -> builds.build.Build | None:
        """Return what the app's build project is made from. None if there is none."""
        return self.build.as_build(self.architecture) if self.build else None


class BaseImages(Model):
    """Where builds pull the images from that theirs begin with, if not from ECR's public registry."""

    cache_prefix: CachePrefix
    """What the names begin with of the repositories that a pull-through cache of Docker Hub fills."""
    credentials: CacheCredentials | None = None
    """ARN of the secret with Docker Hub's credentials. With it this stack makes the cache. Default: the cache is there
    already, made by another stack of the account and region."""


class Settings(Model):
    """The configuration of one stack: an environment, or apps of one."""

    environment: Name
    """The environment's name. Default: the stack's."""
    shared_from: Stack | None = None
    """The environment's own stack, which has what its apps share. Default: this stack has it."""
    share: bool = False
    """Whether this stack has all that apps of other stacks may share, protected unless it is disposable. Default: only
    what its own apps need, for as long as they do; others may share that."""
    apps: Annotated[
        dict[Name, Annotated[App, BeforeValidator(empty_if_null)]],
        BeforeValidator(empty_if_null),
    ] = Field(default_factory=dict, validate_default=True)
    """The apps by name. At least one, unless the stack has what others share; an empty entry takes every default."""
    builds: Builds | None = None
    """What the apps' builds have in common; each `build` of an app has it already. Default: nothing."""
    base_images: BaseImages | None = None
    """Where builds pull base images from. Default: Docker's official ones in ECR's public registry."""
    disposable: bool = False
    """Whether `pulumi destroy` may delete images too, and what runs. Default: ECR refuses while any image is left, and
    what runs is protected."""
    network: Network = "default"
    """Where tasks and the load balancer are: `default`, `create`, or a VPC that is there. Default: the default VPC."""
    cluster: Cluster | None = None
    """ARN of an ECS cluster that is there. Default: one is made."""
    container_insights: bool = False
    """Whether the cluster that is made reports metrics of each task, which CloudWatch charges for. Default: no."""
    load_balancer: ExistingLoadBalancer | None = None
    """One that is there. Default: one is made, if a service has `hosts` or `paths`."""
    certificate: Certificate | None = None
    """ARN of the certificate for HTTPS of the load balancer that is made. Default: plain HTTP."""
    alarms_topic: Topic | None = None
    """ARN of an SNS topic that hears of alarms. Default: one is made."""

    @field_validator("apps")
    @classmethod
    def _routes_differ(cls, apps: dict[str, App]) -> dict[str, App]:
        first: dict[object, str] = {}
        found = []
        routed = [
            (app, name, service.route)
            for app, entry in apps.items()
            for name, service in entry.as_services().items()
            if service.route
        ]
        for app, name, route in routed:
            at: tuple[str, ...] = (app, "services", name)
            mine = ".".join(("apps", *at))
            if (other := first.setdefault(route.requests, mine)) != mine:
                reason = f"{other} has the same hosts and paths, so one of the two gets no request; say others for one"
                found.append((at, misplaced(reason)))
            elif route.priority and (other := first.setdefault(route.priority, mine)) != mine:
                reason = f"{other} has this priority, and a listener takes one rule of each"
                found.append(((*at, "priority"), misplaced(reason)))
        if found:
            raise all_of(found)
        return apps

    @field_validator("apps")
    @classmethod
    def _are_some(cls, apps: dict[str, App], info: ValidationInfo) -> dict[str, App]:
        # What `share` says instead of true or false is told by itself.
        if not apps and info.data.get("share") is False:
            raise ValueError("no app is configured; at least one is needed")
        return apps

    @field_validator(
        "share", "network", "cluster", "container_insights", "load_balancer", "certificate", "alarms_topic"
    )
    @classmethod
    def _is_said_once(cls, value: Any, info: ValidationInfo) -> Any:
        if value and (stack := info.data.get("shared_from")):
            raise misplaced(f'this is for the stack that has what is shared, "{stack}", named by `sharedFrom`')
        return value

    @field_validator("apps")
    @classmethod
    def _workloads_differ_in_pulumi(cls, apps: dict[str, App]) -> dict[str, App]:
        first: dict[tuple[str, str], str] = {}
        found = []
        named = [
            (app, kind, name)
            for app, entry in apps.items()
            for kind, each in (("services", entry.services), ("schedules", entry.schedules))
            for name in each
        ]
        for app, kind, name in named:
            mine = f"apps.{app}.{kind}.{name}"
            # What `Workloads` calls them: two resources of one name would end the update half way.
            other = first.setdefault((kind, f"{app}-workloads-{name}"), mine)
            if other != mine:
                found.append(((app, kind, name), misplaced(f"Pulumi would call {other} the same; rename one of them")))
        if found:
            raise all_of(found)
        return apps

    @field_validator("container_insights")
    @classmethod
    def _of_the_cluster_that_is_made(cls, wanted: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic calls it
        if wanted and info.data.get("cluster"):
            raise misplaced("this is for the cluster that is made here, and there is one already, named by `cluster`")
        return wanted

    @field_validator("certificate")
    @classmethod
    def _of_the_load_balancer_that_is_made(cls, certificate: str | None, info: ValidationInfo) -> str | None:
        if certificate and info.data.get("load_balancer"):
            raise misplaced(
                "this is for the load balancer that is made here, and there is one already, named by `loadBalancer`; "
                "its listener has a certificate of its own"
            )
        return certificate
