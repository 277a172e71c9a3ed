"""One app in one environment."""

from dataclasses import dataclass, replace

import pulumi

from builds.build import Build
from components.build_project import BuildProject, BuildProjectArgs
from components.place import Place
from components.repository import Repository, RepositoryArgs
from components.workloads import Workloads, WorkloadsArgs


@dataclass(frozen=True, kw_only=True)
class PipelineArgs:
    """What a pipeline is made from."""

    repository: RepositoryArgs
    place: Place
    build: Build | None = None
    """How its images are built. Default: they come from elsewhere."""
    cache_prefix: str | None = None
    """The pull-through cache that base images come from. Default: ECR's public registry."""
    workloads: WorkloadsArgs | None = None
    """What runs its images. Default: nothing here; or nothing yet, as there is no image."""


class Pipeline(pulumi.ComponentResource):
    """All that an app needs in an environment, shared with no other environment: repository, build, and workloads."""

    repository_url: pulumi.Output[str]
    """Push and pull address of the app's images, without a tag."""
    build_project: pulumi.Output[str | None]
    """The name of the project that builds them. None if they come from elsewhere."""
    task_roles: pulumi.Output[dict[str, str]]
    """For each workload that there is, the role that its app has."""

    def __init__(self, name: str, args: PipelineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:Pipeline", name, {}, opts)
        repository = Repository(f"{name}-repository", args.repository, pulumi.ResourceOptions(parent=self))
        # Of an app that another stack has in this environment AWS refuses only the repository for certain. A queue, an
        # alarm or a rule of the same name it would hand over, and they would go with this stack. And what waits for the
        # repository keeps it, as long as it is protected itself.
        mine = pulumi.ResourceOptions(parent=self, transformations=[_after(repository)])
        beside: list[pulumi.Resource] = []
        self.build_project = pulumi.Output.from_input(None)
        if args.build:
            build = BuildProjectArgs(
                app=args.repository.app,
                environment=args.repository.environment,
                place=args.place,
                repository_name=args.repository.name,
                build=args.build,
                cache_prefix=args.cache_prefix,
                disposable=args.repository.disposable,
            )
            project = BuildProject(f"{name}-build", build, mine)
            self.build_project = project.project_name
            beside.append(project)

        self.task_roles = pulumi.Output.from_input({})
        if args.workloads:
            workloads = replace(args.workloads, beside=(*args.workloads.beside, *beside))
            self.task_roles = Workloads(f"{name}-workloads", workloads, mine).task_roles

        self.repository_url = repository.url
        self.register_outputs(
            {
                "repository_url": self.repository_url,
                "build_project": self.build_project,
                "task_roles": self.task_roles,
            }
        )


def _after(first: pulumi.Resource) -> pulumi.ResourceTransformation:
    """Let a component and all that it makes wait for `first`: of what a component depends on its parts know nothing."""
    wait = pulumi.ResourceOptions(depends_on=[first])

    def transformation(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, wait))

    return transformation
