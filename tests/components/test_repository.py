"""The repository of an app in an environment."""

import json
from typing import Any

import pytest

from components.permissions import pull_policy
from components.repository import Repository, RepositoryArgs
from retention.build import protecting_policy
from tests.components.world import REGISTRY, World

ECR = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
READERS = "aws:ecr/repositoryPolicy:RepositoryPolicy"


def make(world: World, **args: Any) -> dict[str, Any]:
    """Make the repository of `web` in `staging` and return its outputs."""

    def program() -> dict[str, Any]:
        made = Repository("web", RepositoryArgs(app="web", environment="staging", **args))
        return {"url": made.url, "arn": made.arn, "name": made.name}

    return world.run(program)


def test_tags_are_immutable_and_images_scanned(world: World) -> None:
    """IMMUTABLE: a tag always names the same digest. Every push is scanned."""
    make(world)
    repository = world.made[ECR, "web-ecr"]
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}


def test_only_a_disposable_repository_is_deleted_with_its_images(world: World) -> None:
    """ECR refuses to delete images unless the stack is disposable."""
    make(world)
    assert world.made[ECR, "web-ecr"]["forceDelete"] is False


def test_a_disposable_repository_leaves_nothing(world: World) -> None:
    """A disposable repository goes, whatever is in it."""
    make(world, disposable=True)
    assert world.made[ECR, "web-ecr"]["forceDelete"] is True


def test_encrypted_by_ecr_itself(world: World) -> None:
    """AES256 and no key, if none is given."""
    make(world)
    assert world.made[ECR, "web-ecr"]["encryptionConfigurations"] == [{"encryptionType": "AES256"}]


def test_encrypted_with_a_key(world: World) -> None:
    """KMS with the key that is given."""
    make(world, kms_key="arn:aws:kms:eu-west-1:123456789012:key/k")
    assert world.made[ECR, "web-ecr"]["encryptionConfigurations"] == [
        {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:eu-west-1:123456789012:key/k"}
    ]


def test_named_after_app_and_environment(world: World) -> None:
    """web-staging, with outputs to match."""
    outputs = make(world)
    assert world.made[ECR, "web-ecr"]["name"] == "web-staging"
    assert outputs == {
        "url": f"{REGISTRY}/web-staging",
        "arn": "arn:aws:ecr:eu-west-1:123456789012:repository/web-staging",
        "name": "web-staging",
    }


def test_a_name_of_its_own(world: World) -> None:
    """The name that is given, instead of the default."""
    assert make(world, repository_name="shop/web")["name"] == "shop/web"


def test_lifecycle_rules_are_on_this_repository(world: World) -> None:
    """30 builds and 7 days by default, on the repository's own name."""
    make(world)
    assert world.made[LIFECYCLE, "web-lifecycle"] == {
        "repository": "web-staging",
        "policy": protecting_policy(keep_builds=30, untagged_days=7).text,
    }


def test_lifecycle_numbers_are_passed_on(world: World) -> None:
    """50 builds and 3 days, if that is asked."""
    make(world, keep_builds=50, untagged_days=3)
    rules = json.loads(world.made[LIFECYCLE, "web-lifecycle"]["policy"])["rules"]
    assert [rule["selection"]["countNumber"] for rule in rules] == [100_000, 50, 3]


def test_new_lifecycle_rules_survive_the_old_ones(world: World) -> None:
    """A repository has one policy, which the new one overwrites: to delete the old one would leave it without."""
    make(world)
    assert world.monitor.requests[LIFECYCLE, "web-lifecycle"].retainOnDelete is True


@pytest.mark.parametrize(
    ("why", "args"),
    [("4 builds", {"keep_builds": 4}), ("0 days", {"untagged_days": 0}), ("'all'", {"readers": ("all",)})],
)
def test_what_is_unsafe_makes_nothing(world: World, why: str, args: dict[str, Any]) -> None:
    """ValueError, and nothing is made, for retention that is too short and for readers that are nobody."""
    with pytest.raises(ValueError, match=f"^{why}"):
        make(world, **args)
    assert world.made == {}


def test_no_repository_policy_unless_asked(world: World) -> None:
    """Nothing but the component, its repository and its lifecycle rules."""
    make(world)
    assert set(world.made) == {
        ("split-pipelines:index:Repository", "web"),
        (ECR, "web-ecr"),
        (LIFECYCLE, "web-lifecycle"),
    }


def test_readers_may_pull(world: World) -> None:
    """One repository policy, on the repository's own name, for the readers that are given."""
    make(world, readers=("123456789012",))
    assert world.made[READERS, "web-readers"] == {
        "repository": "web-staging",
        "policy": pull_policy(["123456789012"]),
    }
