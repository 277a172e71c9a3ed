"""A pipeline for each app of this stack, in this stack's environment."""

import gc
import os
import sys

import pulumi

import settings
from components.pipeline import Pipeline
from components.pull_through_cache import PullThroughCache, PullThroughCacheArgs
from program.images import images
from program.location import here
from program.pipelines import pipeline_args
from program.runtime import Runtime
from program.stack import full_name

# Nearly all that a program makes it keeps until its end. To look for garbage more often takes a fourth of the time of a
# preview of fifty apps, and more for each app, the more there are.
gc.set_threshold(100_000, 50, 100)

try:
    config = settings.load()
    place = here()
    settings.check_region(config, place.region)
    digests = images(config.environment, config.apps, settings.released(config, os.environ))
    runtime = Runtime(config, place)
except (settings.ConfigurationError, ValueError) as error:
    pulumi.log.error(str(error))
    # The SDK's own sign that the user was told: without it, Pulumi adds a line about an unhandled error.
    sys.exit(32)

if (base_images := config.base_images) and base_images.credentials:
    cache = PullThroughCacheArgs(prefix=base_images.cache_prefix, credentials=base_images.credentials)
    PullThroughCache("base-images", cache)

pipelines = {
    name: Pipeline(name, pipeline_args(name, config, place, runtime, digests.get(name))) for name in config.apps
}

pulumi.export("environment", config.environment)
pulumi.export("repositories", {name: pipeline.repository_url for name, pipeline in pipelines.items()})
pulumi.export("builds", {name: pipelines[name].build_project for name, app in config.apps.items() if app.build})
pulumi.export("images", {name: digests[name] for name in config.apps if name in digests})
if runtime.given:
    pulumi.export("shared", runtime.given)
    pulumi.export("made", settings.made(config).model_dump(mode="json", by_alias=True))
if config.shared_from:
    # For those who take this stack for the environment's own.
    pulumi.export("sharedFrom", full_name(config.shared_from))
