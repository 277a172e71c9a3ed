"""Which image each app runs: the one that is released now, else the live one, else none yet."""

from collections.abc import Collection, Mapping

from pulumi_aws import ssm

from components.workloads import image_parameters
from workloads.image import check_digest


def images(environment: str, apps: Collection[str], released: Mapping[str, str]) -> dict[str, str]:
    """The digest of each of the apps that has one. `released` comes first: it is what this update is to make live.

    An app that was never released has no parameter, and that is no error. Raises ValueError for a parameter that holds
    no digest.
    """
    return live_images(environment, apps) | dict(released)


def live_images(environment: str, apps: Collection[str]) -> dict[str, str]:
    """The digests that the environment's parameters hold, by app: what the last updates made live.

    Nothing is said of other apps than these: they are for their own stacks to judge.
    """
    path = image_parameters(environment)
    found = ssm.get_parameters_by_path(path=path, recursive=True)
    live = {}
    for name, value in zip(found.names, found.values, strict=True):
        app, _, part = name.removeprefix(f"{path}/").partition("/")
        if part != "image" or app not in apps:
            continue
        try:
            live[app] = check_digest(value)
        except ValueError as error:
            raise ValueError(
                f"parameter {name}: {error}; put the digest back that runs: "
                f"aws ssm put-parameter --overwrite --name {name} --value sha256:..."
            ) from error
    return live
