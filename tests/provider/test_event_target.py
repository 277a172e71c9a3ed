"""aws:cloudwatch/eventTarget:EventTarget by the real Pulumi CLI, and what EventBridge holds afterwards."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

RULE = """
import pulumi
from pulumi_aws import cloudwatch
rule = cloudwatch.EventRule("pushed", name="ecr-pushed", schedule_expression="rate(1 day)")
"""
DEPLOY = "arn:aws:codebuild:eu-west-1:123456789012:project/deploy"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:lost"
ROLE = "arn:aws:iam::123456789012:role/starter"
TARGET = f"""{RULE}
cloudwatch.EventTarget("deploy", rule=rule.name, target_id="deploy-web", arn="{DEPLOY}", role_arn="{ROLE}",
    dead_letter_config={{"arn": "{QUEUE}"}}, retry_policy={{"maximum_retry_attempts": 3}},
    input_transformer={{"input_paths": {{"tag": "$.detail.image-tag"}}, "input_template": '{{"tag": <tag>}}'}})
"""


def targets(sandbox: Sandbox, rule: str = "ecr-pushed") -> list[dict[str, Any]]:
    """What a rule sets off."""
    found: list[dict[str, Any]] = sandbox.aws("events").list_targets_by_rule(Rule=rule)["Targets"]
    return found


def test_a_target_is_made_as_the_program_says_and_goes(project: Project) -> None:
    """Every input arrives, and its id is `rule-target`; it goes before its rule, which cannot go while it has any."""
    sandbox = project(TARGET)
    sandbox.up()
    assert [
        {
            "Id": "deploy-web",
            "Arn": DEPLOY,
            "RoleArn": ROLE,
            "InputTransformer": {"InputPathsMap": {"tag": "$.detail.image-tag"}, "InputTemplate": '{"tag": <tag>}'},
            "DeadLetterConfig": {"Arn": QUEUE},
            "RetryPolicy": {"MaximumRetryAttempts": 3},
        }
    ] == targets(sandbox)
    assert "ecr-pushed-deploy-web" == sandbox.resources()["deploy"]["id"]
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == sandbox.aws("events").list_rules()["Rules"]


def test_a_target_without_an_id_gets_one_and_keeps_it(project: Project) -> None:
    """Made from the resource's name; a change of what it gets is made in place."""
    program = RULE + f"cloudwatch.EventTarget('deploy', rule=rule.name, arn={DEPLOY!r}, INPUT)\n"
    sandbox = project(program.replace("INPUT", "input='{\"a\": 1}'"))
    sandbox.up()
    (held,) = targets(sandbox)
    assert held["Id"].startswith("deploy-")
    assert '{"a": 1}' == held["Input"]
    sandbox.write(program.replace("INPUT", "input_path='$.detail'"))
    assert {"update": ["deploy"]} == sandbox.planned("--refresh")
    sandbox.up()
    assert [{"Id": held["Id"], "Arn": DEPLOY, "InputPath": "$.detail"}] == targets(sandbox)


def test_drift_of_a_target_is_found_and_mended(project: Project) -> None:
    """What somebody put in its place is put right, and what somebody took away is there again."""
    sandbox = project(TARGET)
    sandbox.up()
    (held,) = targets(sandbox)
    events = sandbox.aws("events")
    events.put_targets(Rule="ecr-pushed", Targets=[{"Id": "deploy-web", "Arn": QUEUE, "Input": "{}"}])
    sandbox.up("--refresh")
    assert [held] == targets(sandbox)
    events.remove_targets(Rule="ecr-pushed", Ids=["deploy-web"])
    sandbox.up("--refresh")
    assert [held] == targets(sandbox)


def test_another_id_or_rule_is_another_target(project: Project) -> None:
    """The old one goes, also with the rule it belonged to."""
    sandbox = project(TARGET)
    sandbox.up()
    sandbox.write(TARGET.replace("deploy-web", "deploy-worker"))
    sandbox.up()
    assert ["deploy-worker"] == [each["Id"] for each in targets(sandbox)]
    sandbox.write(TARGET.replace("ecr-pushed", "ecr-image-pushed"))
    sandbox.up()
    assert ["deploy-web"] == [each["Id"] for each in targets(sandbox, "ecr-image-pushed")]
    assert ["ecr-image-pushed"] == [rule["Name"] for rule in sandbox.aws("events").list_rules()["Rules"]]


def test_targets_can_be_imported_and_hyphens_do_not_confuse_them(project: Project) -> None:
    """By `rule/target`; rules whose names begin alike keep their targets apart, or the second target is refused."""
    sandbox = project("")
    events = sandbox.aws("events")
    for rule, target in (("ecr", "pushed"), ("ecr-pushed", "deploy-web")):
        events.put_rule(Name=rule, ScheduleExpression="rate(1 day)")
        events.put_targets(Rule=rule, Targets=[{"Id": target, "Arn": DEPLOY}])
    program = f"""
import pulumi
from pulumi_aws import cloudwatch
for rule, target in (("ecr", "pushed"), ("ecr-pushed", "deploy-web")):
    cloudwatch.EventTarget(rule, rule=rule, target_id=target, arn={DEPLOY!r},
        opts=pulumi.ResourceOptions(import_=f"{{rule}}/{{target}}" if IMPORTED else None))
"""
    sandbox.write(program.replace("IMPORTED", "True"))
    assert "2 imported" in sandbox.up()
    sandbox.write(program.replace("IMPORTED", "False"))
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == targets(sandbox, "ecr") + targets(sandbox)
    events.put_targets(Rule="ecr-pushed", Targets=[{"Id": "deploy", "Arn": DEPLOY}])
    sandbox.write(
        "from pulumi_aws import cloudwatch\n"
        f"cloudwatch.EventTarget('two', rule='ecr', target_id='pushed-deploy', arn={DEPLOY!r})\n"
    )
    assert "target 'deploy' of rule 'ecr-pushed' has it, too; choose another target_id" in sandbox.up(code=1)
    assert [] == targets(sandbox, "ecr")
