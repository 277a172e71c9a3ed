"""A pipeline for each app of this stack, in this stack's environment."""

import pulumi

import settings
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs

config = settings.load()

pipelines = {
    name: Pipeline(
        name,
        PipelineArgs(
            repository=RepositoryArgs(
                app=name,
                environment=config.environment,
                repository_name=app.repository_name,
                keep_builds=app.keep_builds,
                untagged_days=app.untagged_days,
                kms_key=app.kms_key,
                readers=app.readers,
                disposable=config.disposable,
            )
        ),
    )
    for name, app in config.apps.items()
}

pulumi.export("environment", config.environment)
pulumi.export("repositories", {name: pipeline.repository_url for name, pipeline in pipelines.items()})
