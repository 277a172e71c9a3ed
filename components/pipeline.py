"""One app in one environment."""

from dataclasses import dataclass

import pulumi

from components.repository import Repository, RepositoryArgs


@dataclass(frozen=True, kw_only=True)
class PipelineArgs:
    """What a pipeline is made from. Each part takes arguments of its own."""

    repository: RepositoryArgs


class Pipeline(pulumi.ComponentResource):
    """All that an app needs in an environment, shared with no other environment: today, its repository."""

    repository_url: pulumi.Output[str]
    """Push and pull address of the app's images, without a tag."""

    def __init__(self, name: str, args: PipelineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:Pipeline", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)

        repository = Repository(f"{name}-repository", args.repository, mine)

        self.repository_url = repository.url
        self.register_outputs({"repository_url": self.repository_url})
