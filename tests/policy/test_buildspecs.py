"""Where whole buildspecs push to: such as AWS's guide shows, and such as people write."""

from typing import Any

import pytest

from policy.model import UNKNOWN
from tests.policy.buildspecs import REGISTRY, build, buildspec, destinations

# As in https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker-section.html
SAMPLE = """
version: 0.2
phases:
  pre_build:
    commands:
      - aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin $HOST
  build:
    commands:
      - docker build -t $IMAGE_REPO_NAME:$IMAGE_TAG .
      - docker tag $IMAGE_REPO_NAME:$IMAGE_TAG $AWS_ACCOUNT_ID.dkr.ecr.$AWS_DEFAULT_REGION.amazonaws.com/x
  post_build:
    commands:
      - docker push $AWS_ACCOUNT_ID.dkr.ecr.$AWS_DEFAULT_REGION.amazonaws.com/$IMAGE_REPO_NAME:$IMAGE_TAG
"""
# As in https://docs.aws.amazon.com/codepipeline/latest/userguide/ecs-cd-pipeline.html
PIPELINE = f"""
version: 0.2
phases:
  pre_build:
    commands:
      - REPOSITORY_URI={REGISTRY}/hello-world
      - COMMIT_HASH=$(echo $CODEBUILD_RESOLVED_SOURCE_VERSION | cut -c 1-7)
      - IMAGE_TAG=${{COMMIT_HASH:=latest}}
  build:
    commands:
      - docker build -t $REPOSITORY_URI:latest .
      - docker tag $REPOSITORY_URI:latest $REPOSITORY_URI:$IMAGE_TAG
  post_build:
    commands:
      - docker push $REPOSITORY_URI:latest
      - docker push $REPOSITORY_URI:$IMAGE_TAG
      - printf '[{{"name":"web","imageUri":"%s"}}]' $REPOSITORY_URI:$IMAGE_TAG > imagedefinitions.json
artifacts:
    files: imagedefinitions.json
"""
REGIONS = """
version: 0.2
env: {variables: {REGIONS: "eu-west-1 us-east-1"}}
phases:
  build:
    commands:
      - docker build -t shop .
      - |
        for region in $REGIONS; do
          # docker push shop-prod
          host="$ACCOUNT.dkr.ecr.$region.amazonaws.com"
          docker tag shop "$host/shop-prod:1" && docker push "$host/shop-prod:1"
        done
"""
PHASES = """
version: 0.2
phases:
  post_build: {commands: [docker push $X-d], finally: [docker push e]}
  install: {commands: ["docker push a", "X=x"]}
  pre_build: {on-failure: ABORT, commands: ["docker push b"], finally: ["X=y"]}
  build: {commands: "docker push c"}
"""
TASKS = [
    {"identifier": "one", "env": {"variables": {"E": "staging"}}},
    {"identifier": "two", "depend-on": ["one"], "env": {"variables": {"E": "prod"}, "privileged-mode": True}},
]
MATRIX = {
    "static": {"ignore-failure": False, "env": {"type": "LINUX_CONTAINER"}},
    "dynamic": {"env": {"image": ["a", "b"], "variables": {"E": ["staging", "prod"], "V": ["1", "2"]}}},
}
PUSH = "docker push shop-$E:$V"
HIDDEN = {"parameter-store": {"E": "/env"}, "secrets-manager": {"V": "a:b"}, "variables": {"X": "x"}}
# A buildspec, the project's variables, and where it pushes to.
TABLE: dict[str, tuple[Any, Any, set[str]]] = {
    "sample-of-nothing-known": (SAMPLE, None, {"*.dkr.ecr.*.amazonaws.com/*:*"}),
    "sample": (
        SAMPLE,
        {"AWS_ACCOUNT_ID": "123456789012", "IMAGE_REPO_NAME": "shop", "IMAGE_TAG": "1"},
        {"123456789012.dkr.ecr.*.amazonaws.com/shop:1"},
    ),
    "pipeline": (PIPELINE, None, {f"{REGISTRY}/hello-world:latest", f"{REGISTRY}/hello-world:*"}),
    "regions": (
        REGIONS,
        {"ACCOUNT": "1"},
        {f"1.dkr.ecr.{region}.amazonaws.com/shop-prod:1" for region in ("eu-west-1", "us-east-1")},
    ),
    "phases-in-order": (PHASES, None, {"a", "b", "c", "y-d", "e"}),
    "project-wins": (buildspec(PUSH, variables={"E": "dev", "V": "1"}), {"E": "prod"}, {"shop-prod:1"}),
    "buildspec-alone": (buildspec(PUSH, variables={"E": "dev", "V": "1"}), None, {"shop-dev:1"}),
    "hidden": (buildspec(f"{PUSH}-$X", env=HIDDEN), None, {"shop-*:*-x"}),
    "project-hides": (
        buildspec(PUSH),
        [
            {"name": "E", "value": "/prod", "type": "PARAMETER_STORE"},
            {"name": "V", "value": "/prod", "type": "SECRETS_MANAGER"},
        ],
        {"shop-*:*"},
    ),
    "not-known-yet": (buildspec(PUSH), {"E": UNKNOWN, "V": "1"}, {"shop-*:1"}),
    "list-not-known-yet": (buildspec(PUSH, variables={"E": "dev", "V": "1"}), UNKNOWN, {"*", "shop-dev:1"}),
    "batch-list": (
        buildspec(PUSH, batch={"fast-fail": True, "build-list": TASKS}),
        None,
        {"shop-*:*", "shop-staging:*", "shop-prod:*"},
    ),
    "batch-graph": (
        buildspec("docker push shop-$CODEBUILD_BATCH_BUILD_IDENTIFIER", batch={"build-graph": TASKS}),
        None,
        {"shop-*", "shop-one", "shop-two"},
    ),
    "batch-wins": (
        buildspec(PUSH, batch={"build-graph": TASKS}),
        {"E": "dev", "V": "1"},
        {"shop-dev:1", "shop-staging:1", "shop-prod:1"},
    ),
    "batch-matrix": (
        buildspec(PUSH, batch={"build-matrix": MATRIX}),
        {"E": "dev", "V": "0"},
        {"shop-dev:0", *(f"shop-{e}:{v}" for e in ("staging", "prod") for v in "12")},
    ),
    "batch-fanout": (buildspec(PUSH, batch={"build-fanout": {"parallelism": 5}}), None, {"shop-*:*"}),
    "batch-of-files": (
        buildspec("docker push a", batch={"build-list": [{"identifier": "x", "buildspec": "ci/x.yml"}]}),
        None,
        {"a", "*"},
    ),
    "batch-of-texts": (
        buildspec("docker push a", batch={"build-list": [{"buildspec": buildspec(PUSH, batch={"build-list": TASKS})}]}),
        {"E": "dev", "V": "1"},
        {"a", "shop-dev:1"},
    ),
    "one-shell-each": (buildspec("X=a", "docker push shop-$X").replace("0.2", "0.1"), None, {"shop-*"}),
    "number": (buildspec("docker push a", 5), None, {"a"}),
    "no-phases": ("version: 0.2", None, set()),
    "json": ('{"version": "0.2", "phases": {"build": {"commands": ["docker push a"]}}}', None, {"a"}),
    "alias": ("a: &x docker push a\nphases: {build: {commands: [*x, *x]}}", None, {"a"}),
    # What cannot be read, or is elsewhere.
    "file": ("ci/build.yml", None, {"*"}),
    "in-s3": ("arn:aws:s3:::bucket/buildspec.yml", None, {"*"}),
    "source-s-own": (None, None, {"*"}),
    "empty": ("", None, {"*"}),
    "text-not-known-yet": (UNKNOWN, None, {"*"}),
    "powershell": (buildspec("docker push a", env={"shell": "pwsh"}), None, {"*"}),
    "command-that-is-a-mapping": ("phases: {build: {commands: [{echo a: b}, docker push a]}}", None, {"*", "a"}),
    "unreadable-command": (buildspec("docker push a", "if x; then", "docker push b"), None, {"*", "a", "b"}),
    "merged": ("a: &x {commands: [docker push a]}\nphases: {build: {<<: *x}}", None, {"*"}),
    "no-mapping": ("phases: [build]", None, {"*"}),
    "no-yaml": ("phases: {build: [", None, {"*"}),
}


@pytest.mark.parametrize(("text", "variables", "expected"), TABLE.values(), ids=TABLE)
def test_whole_buildspecs(text: Any, variables: Any, expected: set[str]) -> None:
    """Each is all that a build may push to, `*` for what nothing tells."""
    assert expected == destinations(build(text, variables))


def test_the_region_is_the_project_s() -> None:
    """Where the project says it, unless its variables do, or the buildspec's."""
    text = buildspec("docker push 1.dkr.ecr.$AWS_REGION.amazonaws.com/$AWS_DEFAULT_REGION")
    assert {"1.dkr.ecr.eu-west-1.amazonaws.com/eu-west-1"} == destinations(build(text, region="eu-west-1"))
    own = build(text, {"AWS_REGION": "us-east-1"}, region="eu-west-1")
    assert {"1.dkr.ecr.us-east-1.amazonaws.com/eu-west-1"} == destinations(own)
    said = build(f"env: {{variables: {{AWS_REGION: x}}}}\n{text}", region="eu-west-1")
    assert {"1.dkr.ecr.x.amazonaws.com/eu-west-1"} == destinations(said)


def test_commands_for_windows_are_not_read() -> None:
    """They are no shell's."""
    project = build(buildspec("docker push a"), environment={"type": "WINDOWS_SERVER_2022_CONTAINER"})
    assert {"*"} == destinations(project)


def test_a_project_of_which_nothing_is_known() -> None:
    """Its source or its environment may be anything."""
    assert {"*"} == destinations(build("x", source=UNKNOWN))
    assert {"*", "a"} == destinations(build(buildspec("docker push a"), environment=UNKNOWN))
