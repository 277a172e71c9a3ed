"""aws:cloudwatch/logGroup:LogGroup by the real Pulumi CLI, and what CloudWatch Logs holds afterwards."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-00000000000"
GROUP = f"""
from pulumi_aws import cloudwatch
cloudwatch.LogGroup("builds", name="/ci/builds", retention_in_days=30, kms_key_id="{KEY}1",
    log_group_class="INFREQUENT_ACCESS", tags={{"team": "blue"}})
"""
PLAIN = 'from pulumi_aws import cloudwatch\ncloudwatch.LogGroup("builds")\n'


def groups(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The log groups that there are, each with its tags."""
    logs = sandbox.aws("logs")
    found = logs.describe_log_groups()["logGroups"]
    return [
        {**each, "tags": logs.list_tags_for_resource(resourceArn=each["arn"].removesuffix(":*"))["tags"]}
        for each in found
    ]


def test_a_group_is_made_as_the_program_says_and_goes(project: Project) -> None:
    """Every input arrives, the ARN comes without the ending that AWS lists it with, and destroy leaves nothing."""
    sandbox = project(GROUP)
    sandbox.up()
    (held,) = groups(sandbox)
    assert ("/ci/builds", 30, f"{KEY}1") == (held["logGroupName"], held["retentionInDays"], held["kmsKeyId"])
    assert ("INFREQUENT_ACCESS", {"team": "blue"}) == (held["logGroupClass"], held["tags"])
    state = sandbox.resources()["builds"]
    assert ("/ci/builds", held["arn"].removesuffix(":*")) == (state["id"], state["outputs"]["arn"])
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == groups(sandbox)


def test_a_group_keeps_logs_for_ever_by_default(project: Project) -> None:
    """Without a name it gets one; 0 days are no end. A retention that somebody set is drift, and is taken away."""
    sandbox = project(PLAIN)
    sandbox.up()
    (held,) = groups(sandbox)
    assert held["logGroupName"].startswith("builds-")
    assert ("STANDARD", None) == (held["logGroupClass"], held.get("retentionInDays"))
    assert 0 == sandbox.resources()["builds"]["outputs"]["retentionInDays"]
    sandbox.aws("logs").put_retention_policy(logGroupName=held["logGroupName"], retentionInDays=1)
    sandbox.up("--refresh")
    assert "retentionInDays" not in groups(sandbox)[0]


def test_a_group_changes_in_place_but_for_name_and_class(project: Project) -> None:
    """Retention, key and tags change where they are, also behind Pulumi's back; another class is another group."""
    sandbox = project(GROUP)
    sandbox.up()
    logs = sandbox.aws("logs")
    logs.tag_resource(resourceArn=groups(sandbox)[0]["logGroupArn"], tags={"team": "red", "more": "x"})
    logs.associate_kms_key(logGroupName="/ci/builds", kmsKeyId=f"{KEY}2")
    sandbox.write(GROUP.replace("=30", "=365"))
    sandbox.up("--refresh")
    (held,) = groups(sandbox)
    assert (365, f"{KEY}1", {"team": "blue"}) == (held["retentionInDays"], held["kmsKeyId"], held["tags"])
    sandbox.write(GROUP.replace(f'kms_key_id="{KEY}1",', ""))
    sandbox.up()
    assert "kmsKeyId" not in groups(sandbox)[0]
    sandbox.write(GROUP.replace("INFREQUENT_ACCESS", "STANDARD").replace(', tags={"team": "blue"}', ""))
    sandbox.up()
    (another,) = groups(sandbox)
    assert ("STANDARD", {}) == (another["logGroupClass"], another["tags"])
    assert held["creationTime"] < another["creationTime"]


def test_a_group_may_outlive_its_stack(project: Project) -> None:
    """With skip_destroy, destroy forgets the group and leaves it; and by its name it can be imported again."""
    program = GROUP.replace("tags=", "OPTIONS skip_destroy=True, tags=")
    sandbox = project(program.replace("OPTIONS", ""))
    sandbox.up()
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert ["/ci/builds"] == [each["logGroupName"] for each in groups(sandbox)]
    imported = "import pulumi\n" + GROUP.replace("tags=", "opts=pulumi.ResourceOptions(import_='/ci/builds'), tags=")
    sandbox.write(imported)
    assert "1 imported" in sandbox.up()
    sandbox.write(GROUP)
    assert {} == sandbox.planned("--refresh")
