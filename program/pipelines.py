"""How an app's settings become its pipeline."""

from components.pipeline import PipelineArgs
from components.place import Place
from components.repository import RepositoryArgs
from program.runtime import Runtime
from settings import Settings


def pipeline_args(name: str, config: Settings, place: Place, runtime: Runtime, digest: str | None) -> PipelineArgs:
    """What the pipeline of the app called `name` is made from. `digest`: the image that it runs, if there is one."""
    app = config.apps[name]
    repository = RepositoryArgs(
        app=name,
        environment=config.environment,
        repository_name=app.repository_name,
        keep_builds=app.keep_builds,
        untagged_days=app.untagged_days,
        kms_key=app.kms_key,
        readers=app.readers,
        # What runs pulls from there.
        protect=digest is not None and not (config.disposable or app.retire),
        disposable=config.disposable,
        retire=app.retire,
    )
    return PipelineArgs(
        repository=repository,
        place=place,
        build=app.as_build(),
        cache_prefix=config.base_images.cache_prefix if config.base_images else None,
        workloads=runtime.workloads(name, digest, repository.name),
    )
