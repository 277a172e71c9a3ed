"""A pipeline for each app of this stack, in this stack's environment."""

import sys

import pulumi

import settings
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs

try:
    config = settings.load()
except settings.ConfigurationError as error:
    pulumi.log.error(str(error))
    # The SDK's own sign that the user was told: without it, Pulumi adds a line about an unhandled error.
    sys.exit(32)

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
