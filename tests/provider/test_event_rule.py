"""aws:cloudwatch/eventRule:EventRule by the real Pulumi CLI, and what EventBridge holds afterwards."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

RULE = """
import json, pulumi
from pulumi_aws import cloudwatch
pushed = {"source": ["aws.ecr"], "detail": {"action-type": ["PUSH"], "image-tag": [{"prefix": "build-"}]}}
cloudwatch.EventRule("pushed", name="pushed", description="builds", event_pattern=json.dumps(pushed),
    role_arn="arn:aws:iam::123456789012:role/starter", state="DISABLED", tags={"team": "blue"})
"""
NIGHTLY = 'from pulumi_aws import cloudwatch\ncloudwatch.EventRule("nightly", schedule_expression="rate(1 day)")\n'


def rules(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The rules of the default bus, each with its tags."""
    events = sandbox.aws("events")
    found = []
    for each in events.list_rules()["Rules"]:
        tags = events.list_tags_for_resource(ResourceARN=each["Arn"])["Tags"]
        found.append({**each, "Tags": {tag["Key"]: tag["Value"] for tag in tags}})
    return found


def test_a_rule_is_made_as_the_program_says_and_goes(project: Project) -> None:
    """Every input arrives, the rule's id is its name, the next preview has nothing to do, destroy leaves nothing."""
    sandbox = project(RULE)
    sandbox.up()
    (held,) = rules(sandbox)
    assert ("pushed", "builds", "DISABLED") == (held["Name"], held["Description"], held["State"])
    assert ("arn:aws:iam::123456789012:role/starter", {"team": "blue"}) == (held["RoleArn"], held["Tags"])
    assert [{"prefix": "build-"}] == json.loads(held["EventPattern"])["detail"]["image-tag"]
    state = sandbox.resources()["pushed"]
    assert ("pushed", held["Arn"]) == (state["id"], state["outputs"]["arn"])
    assert ("default", False) == (state["outputs"]["eventBusName"], state["outputs"]["isEnabled"])
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == rules(sandbox)


def test_drift_of_a_rule_is_found_and_mended(project: Project) -> None:
    """State, pattern and tags that somebody changed show, and the update puts them back, with what was left alone."""
    sandbox = project(RULE)
    sandbox.up()
    events = sandbox.aws("events")
    events.put_rule(Name="pushed", EventPattern='{"source": ["aws.ecs"]}', State="ENABLED")
    events.tag_resource(
        ResourceARN=rules(sandbox)[0]["Arn"], Tags=[{"Key": "team", "Value": "red"}, {"Key": "more", "Value": "x"}]
    )
    assert {"update": ["pushed"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    (held,) = rules(sandbox)
    assert ("builds", "DISABLED", {"team": "blue"}) == (held["Description"], held["State"], held["Tags"])
    assert ["aws.ecr"] == json.loads(held["EventPattern"])["source"]


def test_a_rule_changes_in_place_but_for_its_name(project: Project) -> None:
    """The same pattern in another spelling is no change; a schedule in its place is one; another name is another."""
    sandbox = project(NIGHTLY)
    sandbox.up()
    (held,) = rules(sandbox)
    assert held["Name"].startswith("nightly-")
    assert ("ENABLED", "rate(1 day)") == (held["State"], held["ScheduleExpression"])
    pattern = 'from pulumi_aws import cloudwatch\ncloudwatch.EventRule("nightly", event_pattern=PATTERN)\n'
    sandbox.write(pattern.replace("PATTERN", """'{"source": ["aws.ecs"]}'"""))
    sandbox.up()
    (changed,) = rules(sandbox)
    assert (held["Arn"], False) == (changed["Arn"], "ScheduleExpression" in changed)
    sandbox.write(pattern.replace("PATTERN", """'{ "source":["aws.ecs"] }'"""))
    assert {} == sandbox.planned()
    sandbox.write(NIGHTLY.replace('"nightly",', '"nightly", name="nightly",'))
    sandbox.up()
    assert ["nightly"] == [each["Name"] for each in rules(sandbox)]


def test_a_rule_can_be_imported(project: Project) -> None:
    """By its name, with or without that of the bus; afterwards there is no difference."""
    sandbox = project("")
    sandbox.aws("events").put_rule(Name="one", ScheduleExpression="rate(1 day)", State="DISABLED")
    sandbox.aws("events").put_rule(Name="two", ScheduleExpression="rate(1 day)")
    program = """
import pulumi
from pulumi_aws import cloudwatch
for name, id, state in (("one", "one", "DISABLED"), ("two", "default/two", None)):
    cloudwatch.EventRule(name, name=name, schedule_expression="rate(1 day)", state=state,
        opts=pulumi.ResourceOptions(import_=id if IMPORTED else None))
"""
    sandbox.write(program.replace("IMPORTED", "True"))
    assert "2 imported" in sandbox.up()
    sandbox.write(program.replace("IMPORTED", "False"))
    assert {} == sandbox.planned("--refresh")
