"""A pipeline for each app of this stack, in this stack's environment."""

import sys

import pulumi
import pulumi_aws as aws

import settings
from components.pipeline import Pipeline, PipelineArgs
from components.place import Place
from components.pull_through_cache import PullThroughCache, PullThroughCacheArgs
from components.repository import RepositoryArgs

try:
    config = settings.load()
except settings.ConfigurationError as error:
    pulumi.log.error(str(error))
    # The SDK's own sign that the user was told: without it, Pulumi adds a line about an unhandled error.
    sys.exit(32)

partition = aws.get_partition()
place = Place(
    account=aws.get_caller_identity().account_id,
    region=aws.get_region().region,
    partition=partition.partition,
    dns_suffix=partition.dns_suffix,
)
base_images = config.base_images
if base_images and base_images.credentials:
    PullThroughCache(
        "base-images", PullThroughCacheArgs(prefix=base_images.cache_prefix, credentials=base_images.credentials)
    )

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
            ),
            place=place,
            build=app.as_build(),
            cache_prefix=base_images.cache_prefix if base_images else None,
        ),
    )
    for name, app in config.apps.items()
}

pulumi.export("environment", config.environment)
pulumi.export("repositories", {name: pipeline.repository_url for name, pipeline in pipelines.items()})
pulumi.export("builds", {name: pipelines[name].build_project for name, app in config.apps.items() if app.build})
