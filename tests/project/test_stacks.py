"""The project's main job, by the real Pulumi CLI: what AWS holds after `pulumi up` of staging and prod."""

import json
from typing import Any

from tests.conftest import Sandbox

APPS = ("web", "worker")
ENVIRONMENTS = ("staging", "prod")


def held(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Every repository in AWS, with its tags and the rules of its lifecycle policy."""
    ecr = sandbox.aws("ecr")
    found = {}
    for each in ecr.describe_repositories()["repositories"]:
        name = each["repositoryName"]
        tags = ecr.list_tags_for_resource(resourceArn=each["repositoryArn"])["tags"]
        text = ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"]
        found[name] = each | {"tags": {t["Key"]: t["Value"] for t in tags}, "rules": json.loads(text)["rules"]}
    return found


def up(sandbox: Sandbox, stack: str, code: int | None = 0) -> str:
    """Update a stack with the policy pack on, and the preview that the pack's stack rules gate."""
    return sandbox.pulumi("up", "--yes", "--suppress-progress", "--stack", stack, "--policy-pack", "policy", code=code)


def configure(sandbox: Sandbox, stack: str, key: str, value: str) -> None:
    """Set a value as a user does."""
    sandbox.pulumi("config", "set", "--stack", stack, "--path", f"split-pipelines:{key}", value)


def test_each_environment_gets_repositories_of_its_own(this_project: Sandbox) -> None:
    """Staging and prod come up side by side, share nothing, and a second update of either changes nothing."""
    configure(this_project, "prod", "apps.web.keepBuilds", "100")
    for stack in ENVIRONMENTS:
        up(this_project, stack)
    repositories = held(this_project)
    assert {f"{app}-{environment}" for app in APPS for environment in ENVIRONMENTS} == repositories.keys()
    for name, each in repositories.items():
        app, environment = name.split("-")
        assert "IMMUTABLE" == each["imageTagMutability"]
        assert {"scanOnPush": True} == each["imageScanningConfiguration"]
        assert {"split-pipelines:app": app, "split-pipelines:environment": environment} == each["tags"]
        selections = [(rule["rulePriority"], rule["selection"], rule["action"]["type"]) for rule in each["rules"]]
        keep = 100 if name == "web-prod" else 30
        assert [
            (1, {"tagStatus": "tagged", "tagPatternList": ["pin-*"], **counted(100_000)}, "expire"),
            (2, {"tagStatus": "tagged", "tagPatternList": ["build-*"], **counted(keep)}, "expire"),
            (
                3,
                {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7},
                "expire",
            ),
        ] == selections
    for stack in ENVIRONMENTS:
        assert {} == this_project.planned("--stack", stack)
    outputs = json.loads(this_project.run("pulumi", "stack", "output", "--json", "--stack", "prod").stdout)
    uris = {app: repositories[f"{app}-prod"]["repositoryUri"] for app in APPS}
    builds = {app: f"{app}-prod-build" for app in APPS}
    assert "arn:aws:ecs:eu-west-1:123456789012:cluster/apps-prod" == outputs.pop("shared")["cluster"]
    assert ["alarmsTopic", "cluster", "loadBalancer"] == outputs.pop("made")["parts"]
    assert {"environment": "prod", "repositories": uris, "builds": builds, "images": {}} == outputs


def counted(number: int) -> dict[str, Any]:
    """The part of a selection that counts images."""
    return {"countType": "imageCountMoreThan", "countNumber": number}


def test_what_was_changed_by_hand_is_put_back(this_project: Sandbox) -> None:
    """Drift is found without asking for a refresh: a lifecycle policy that somebody deleted or weakened comes back."""
    this_project.up("--stack", "prod")
    ecr = this_project.aws("ecr")
    before = held(this_project)
    ecr.put_image_tag_mutability(repositoryName="web-prod", imageTagMutability="MUTABLE")
    ecr.delete_lifecycle_policy(repositoryName="worker-prod")
    weak = json.dumps({"rules": before["web-prod"]["rules"][1:]})
    ecr.put_lifecycle_policy(repositoryName="web-prod", lifecyclePolicyText=weak)
    up(this_project, "prod")
    assert before == held(this_project)


def test_a_disposable_stack_goes_without_a_trace(this_project: Sandbox) -> None:
    """Its repositories go with their images; another stack's stay.

    A stack that is not disposable keeps images and load balancer.
    """
    configure(this_project, "staging", "disposable", "true")
    for stack in ENVIRONMENTS:
        this_project.up("--stack", stack)
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json"})
    for repository in ("web-staging", "web-prod"):
        this_project.aws("ecr").put_image(repositoryName=repository, imageManifest=manifest, imageTag="build-1-abcdef0")
    this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "staging")
    assert {"web-prod", "worker-prod"} == held(this_project).keys()
    kept = ["--stack", "prod", "--continue-on-error"]
    refused = this_project.pulumi("destroy", "--yes", "--skip-preview", *kept, code=1)
    assert "RepositoryNotEmptyException" in refused
    assert "deletion protection" in refused
    (image,) = this_project.aws("ecr").describe_images(repositoryName="web-prod")["imageDetails"]
    assert ["build-1-abcdef0"] == image["imageTags"]


BAD = {
    ("apps.web.keepBuilds", "3"): "apps.web.keepBuilds: 3",
    ("apps.worker.repositoryName", "web-prod"): 'web and worker would share the repository "web-prod"',
    ("apps.web.keepBuildz", "30"): "did you mean keepBuilds?",
}


def test_bad_configuration_changes_nothing(this_project: Sandbox) -> None:
    """One message names the value and the line that mends it; AWS holds what it held before."""
    this_project.up("--stack", "prod")
    before = held(this_project)
    for (key, value), said in BAD.items():
        configure(this_project, "prod", key, value)
        printed = up(this_project, "prod", code=1)
        assert said in printed
        assert "pulumi config" in printed
        assert "Traceback" not in printed
        assert "unhandled error" not in printed
        assert before == held(this_project)
        this_project.pulumi("config", "rm", "--stack", "prod", "--path", f"split-pipelines:{key}")
    up(this_project, "prod")


def test_the_account_check_of_a_real_account_does_no_harm(this_project: Sandbox) -> None:
    """A stack file that names the account it belongs to serves in the sandbox, which has no such account."""
    path = ["--type", "string", "--path", "aws:allowedAccountIds[0]"]
    this_project.pulumi("config", "set", "--stack", "prod", *path, "111122223333")
    assert 31 == sum(map(len, this_project.planned("--stack", "prod").values()))
