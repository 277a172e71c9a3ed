"""Which stack has what the apps of an environment share."""

from typing import Any

import pulumi
import pytest

from program.owner import check_owner
from settings import ConfigurationError
from tests.components.world import LOOKUPS, PLACE, World

CLUSTERS = "aws:ecs/getClusters:getClusters"
CLUSTER = "aws:ecs/getCluster:getCluster"
THIS = "split-pipelines/staging"
"""The stack that the tests are."""


def check(world: World, monkeypatch: pytest.MonkeyPatch, owner: str | None, status: str = "ACTIVE") -> None:
    """Check `prod`, whose cluster is there, and has the tag of this stack, or none."""
    tags = {"split-pipelines:environment": "prod"} | ({"split-pipelines:stack": owner} if owner else {})
    arn = PLACE.cluster_arn("apps-prod")
    found = {"arn": arn, "clusterName": "apps-prod", "status": status, "tags": tags}
    monkeypatch.setitem(LOOKUPS, CLUSTERS, {"clusterArns": [PLACE.cluster_arn("apps-qa"), arn]})
    monkeypatch.setitem(LOOKUPS, CLUSTER, found)
    world.run(lambda: {"checked": check_owner("prod", PLACE)})  # type: ignore[func-returns-value]


@pytest.mark.parametrize("owner", [THIS, None])
def test_a_stack_keeps_its_cluster(world: World, monkeypatch: pytest.MonkeyPatch, owner: str | None) -> None:
    """One with its own tag, and one with none, which an earlier version made."""
    check(world, monkeypatch, owner)


def test_a_cluster_that_is_not_there_is_not_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """That would be an error; others may be there."""
    asked: list[str] = []

    def call(args: pulumi.runtime.MockCallArgs) -> Any:
        asked.append(args.token)
        return {"clusterArns": [PLACE.cluster_arn("apps-prod-2")]}, []

    monkeypatch.setattr(world, "call", call)
    world.run(lambda: {"checked": check_owner("prod", PLACE)})  # type: ignore[func-returns-value]
    assert [CLUSTERS] == asked


def test_a_cluster_that_goes_is_nobody_s(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another stack is about to lose is no reason to refuse."""
    check(world, monkeypatch, "split-pipelines/prod", status="DEPROVISIONING")


@pytest.mark.parametrize(
    ("owner", "source"),
    [("split-pipelines/prod", "prod"), ("shop/prod", "acme/shop/prod"), ("split-pipelines-2/prod", None)],
)
def test_another_stack_s_cluster_is_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch, owner: str, source: str | None
) -> None:
    """One message names it, and how to use what it has; a stack with a new name is told how to keep it."""
    monkeypatch.setattr(pulumi, "get_organization", lambda: "acme")
    with pytest.raises(ConfigurationError) as refused:
        check(world, monkeypatch, owner)
    told, mend = str(refused.value).splitlines()[2:]
    assert told.startswith(f'  environment: cluster apps-prod belongs to stack "{owner}", ')
    assert (
        f"tag-resource --resource-arn {PLACE.cluster_arn('apps-prod')} --tags key=split-pipelines:stack,value={THIS})"
        in told
    )
    take = f"split-pipelines:sharedFrom {source or f'acme/{owner}'} --stack staging"
    assert f"    pulumi config set {take}" == mend
