"""ECR's images in the embedded AWS."""

import hashlib
import json

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

TYPE = "application/vnd.oci.image.manifest.v1+json"


def test_a_digest_is_the_hash_of_the_manifests_bytes(world: World) -> None:
    """Two manifests that differ in a blank are two images, and each is found by the hash that anybody can compute."""
    ecr = boto3.client(
        "ecr", "eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )
    ecr.create_repository(repositoryName="web")
    manifest = json.dumps({"schemaVersion": 2, "mediaType": TYPE, "layers": [{"digest": "sha256:" + 64 * "0"}]})
    manifests = [manifest, manifest + " "]
    digests = ["sha256:" + hashlib.sha256(each.encode()).hexdigest() for each in manifests]
    for number, each in enumerate(manifests):
        put = ecr.put_image(repositoryName="web", imageManifest=each, imageTag=f"build-{number}")
        assert digests[number] == put["image"]["imageId"]["imageDigest"]
    held = ecr.describe_images(repositoryName="web")["imageDetails"]
    assert sorted(digests) == sorted(image["imageDigest"] for image in held)
    for digest, each in zip(digests, manifests, strict=True):
        (image,) = ecr.batch_get_image(repositoryName="web", imageIds=[{"imageDigest": digest}])["images"]
        assert each == image["imageManifest"]
    with pytest.raises(ClientError, match="ImageDigestDoesNotMatchException"):
        ecr.put_image(repositoryName="web", imageManifest=manifest, imageTag="x", imageDigest=digests[1])
