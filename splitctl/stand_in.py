"""Images that stand in for what a build makes: they can be pushed and named, and hold nothing to run."""

import hashlib
import json
from typing import Any

_CONFIG = "application/vnd.oci.image.config.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def push_stand_in(ecr: Any, repository: str, number: int) -> str:
    """Push image `number` to a repository, under a build's tag, and return its digest. `ecr` is boto3's client.

    Only a registry without layers takes it: the sandbox's, not ECR.
    """
    config = json.dumps({"architecture": "amd64", "os": "linux", "repository": repository, "number": number})
    digest = hashlib.sha256(config.encode()).hexdigest()
    manifest = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": {"mediaType": _CONFIG, "digest": f"sha256:{digest}", "size": len(config)},
        "layers": [],
    }
    image = ecr.put_image(
        repositoryName=repository,
        imageManifest=json.dumps(manifest),
        imageManifestMediaType=_MANIFEST,
        imageTag=f"build-{number}-{digest[:7]}",
    )["image"]
    return str(image["imageId"]["imageDigest"])
