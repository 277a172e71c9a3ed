"""Where commands push to, by what each tool makes of its words."""

import pytest

from tests.policy.buildspecs import pushed

TOOLS: dict[str, set[str]] = {
    "docker --config /tmp/x push --quiet host/shop:1": {"host/shop:1"},
    "docker push --all-tags host/shop": {"host/shop"},
    "docker push -a host/shop": {"host/shop"},
    "docker push -- host/shop -a": {"host/shop", "-a"},
    "docker buildx build -t a --output $OUTPUT .": {"*"},
    "docker tag shop host/shop:1 && docker push host/shop:1": {"host/shop:1"},
    "docker image push shop": {"shop"},
    "docker manifest push --purge shop:1": {"shop:1"},
    "docker build --tag shop .": set(),
    "docker build -t a -t b --push .": {"a", "b"},
    "docker buildx build --platform linux/amd64,linux/arm64 --tag=a:1 -ta:2 --push=true .": {"a:1", "a:2"},
    "docker buildx build --push=false -t a --load .": set(),
    "docker buildx build -t a --output type=registry .": {"a"},
    "docker buildx build -t a --output=type=image,name=b,push=true .": {"b"},
    "docker buildx build -o type=docker,dest=x.tar -t a .": set(),
    "docker buildx build -t a --cache-to type=registry,ref=a-cache,mode=max .": {"a-cache"},
    "docker buildx build -t a --cache-to a-cache --cache-from b .": {"a-cache"},
    "docker buildx build -t a --cache-to type=inline --cache-to type=gha .": set(),
    "docker buildx build --push .": {"*"},
    "docker buildx build $OPTIONS -t a --push .": {"a"},
    "docker buildx imagetools create -t a:1 b@sha256:0": {"a:1"},
    "docker buildx bake --push": {"*"},
    "docker buildx bake --set '*.tags=a:1' --push app": {"a:1"},
    "docker compose -f ci.yml push": {"*"},
    "docker compose -f ci.yml build": set(),
    "docker compose build --push": {"*"},
    "docker-compose --file ci.yml push web": {"*"},
    "podman push --creds a:b shop docker://host/shop:1": {"docker://host/shop:1"},
    "podman push shop": {"shop"},
    "buildah push --authfile x shop docker://host/shop:1": {"docker://host/shop:1"},
    "buildah bud -t shop .": set(),
    "nerdctl push shop": {"shop"},
    "crane push image.tar shop:1": {"shop:1"},
    "crane copy --platform all staging@sha256:0 prod:1": {"prod:1"},
    "crane cp staging prod": {"prod"},
    "crane tag shop:1 released": {"shop:1"},
    "crane append -f layer.tar -t shop:2 -b shop:1": {"shop:2"},
    "crane mutate shop:1 -t shop:2": {"shop:2"},
    "crane mutate --label a=b shop:1": {"shop:1"},
    "crane digest shop:1 && crane pull shop:1 x.tar": set(),
    "skopeo copy --all --src-creds a:b docker://staging docker://prod:1": {"docker://prod:1"},
    "skopeo sync --src docker --dest docker host/shop other": {"*"},
    "skopeo inspect docker://shop": set(),
    "oras push --artifact-type x shop:1 file:application/json": {"shop:1"},
    "oras cp staging:1 prod:1": {"prod:1"},
    "oras attach --artifact-type x shop:1 sbom.json": {"shop:1"},
    "oras pull shop:1": set(),
    "/kaniko/executor --context . --destination=shop:1 --destination shop:2": {"shop:1", "shop:2"},
    "/kaniko/executor --no-push --context . -d shop:1": set(),
    "pack build shop:1 --builder x --publish": {"shop:1"},
    "pack build shop:1 --builder x": set(),
    'aws ecr put-image --repository-name shop --image-tag x --image-manifest "$M"': {"*.dkr.ecr.*.amazonaws.com/shop"},
    "aws --region eu-west-1 ecr put-image --registry-id 123456789012 --repository-name=shop": {
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
    },
    "aws ecr describe-images --repository-name shop": set(),
    "aws ecr get-login-password | docker login --username AWS --password-stdin host": set(),
}


@pytest.mark.parametrize(("command", "expected"), TOOLS.items(), ids=TOOLS)
def test_each_tool(command: str, expected: set[str]) -> None:
    """What it is to push to, and neither what it reads nor what it only builds."""
    assert expected == pushed(command)
