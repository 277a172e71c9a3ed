"""A pipeline for each app of this stack, in this stack's environment."""

import os
import sys

import pulumi

import settings
from components.pipeline import Pipeline, PipelineArgs
from components.pull_through_cache import PullThroughCache, PullThroughCacheArgs
from components.repository import RepositoryArgs
from program.images import images
from program.location import here
from program.runtime import Runtime

try:
    config = settings.load()
    place = here()
    settings.check_region(config, place.region)
    digests = images(config.environment, settings.released(config, os.environ))
    runtime = Runtime(config, place)
except (settings.ConfigurationError, ValueError) as error:
    pulumi.log.error(str(error))
    # The SDK's own sign that the user was told: without it, Pulumi adds a line about an unhandled error.
    sys.exit(32)

base_images = config.base_images
if base_images and base_images.credentials:
    PullThroughCache(
        "base-images", PullThroughCacheArgs(prefix=base_images.cache_prefix, credentials=base_images.credentials)
    )

pipelines = {}
for name, app in config.apps.items():
    repository = RepositoryArgs(
        app=name,
        environment=config.environment,
        repository_name=app.repository_name,
        keep_builds=app.keep_builds,
        untagged_days=app.untagged_days,
        kms_key=app.kms_key,
        readers=app.readers,
        # What runs pulls from there.
        protect=name in digests and not (config.disposable or app.retire),
        disposable=config.disposable,
    )
    pipelines[name] = Pipeline(
        name,
        PipelineArgs(
            repository=repository,
            place=place,
            build=app.as_build(),
            cache_prefix=base_images.cache_prefix if base_images else None,
            workloads=runtime.workloads(name, digests.get(name), repository.name),
        ),
    )

pulumi.export("environment", config.environment)
pulumi.export("repositories", {name: pipeline.repository_url for name, pipeline in pipelines.items()})
pulumi.export("builds", {name: pipelines[name].build_project for name, app in config.apps.items() if app.build})
pulumi.export("images", {name: digests[name] for name in config.apps if name in digests})
