"""Security groups and their rules by the real Pulumi CLI, and what EC2 holds afterwards."""

import json
from collections.abc import Callable

from splitctl.sandbox.provider.types.ec2_security_group import SecurityGroup
from splitctl.sandbox.provider.types.vpc_security_group_ingress_rule import SecurityGroupIngressRule
from tests.conftest import Sandbox
from tests.provider.network_held import groups, rules, tags

Project = Callable[[str], Sandbox]

GROUPS = """
from pulumi_aws import ec2, vpc
inside = ec2.SecurityGroup("inside", description="Tasks", tags={"team": "blue"})
outside = ec2.SecurityGroup("outside", name="balancer")
vpc.SecurityGroupIngressRule("from-balancer", security_group_id=inside.id, ip_protocol="tcp", from_port=80, to_port=80,
    referenced_security_group_id=outside.id, description="requests", tags={"team": "blue"})
vpc.SecurityGroupIngressRule("from-office", security_group_id=inside.id, ip_protocol="6", from_port=8000, to_port=8080,
    cidr_ipv4="10.0.0.0/8")
vpc.SecurityGroupEgressRule("to-all", security_group_id=inside.id, ip_protocol="-1", cidr_ipv4="0.0.0.0/0")
"""


def test_groups_and_rules_are_made_as_the_program_says_and_go(project: Project) -> None:
    """A group lets nothing out by itself, one without a name gets one, and destroy leaves nothing."""
    sandbox = project(GROUPS)
    sandbox.up()
    held = {each["GroupName"].split("-")[0]: each for each in groups(sandbox)}
    inside, outside = held["inside"], held["balancer"]
    assert ("Tasks", {"team": "blue"}) == (inside["Description"], tags(inside))
    assert ("Managed by Pulumi", []) == (outside["Description"], outside["IpPermissionsEgress"])
    found = rules(sandbox, inside["GroupId"])
    assert {outside["GroupId"], "10.0.0.0/8", "0.0.0.0/0"} == found.keys()
    balancer = found[outside["GroupId"]]
    assert ("tcp", 80, 80, False) == tuple(balancer[key] for key in ("IpProtocol", "FromPort", "ToPort", "IsEgress"))
    assert ("requests", {"team": "blue"}) == (balancer["Description"], tags(balancer))
    assert ("tcp", 8080) == (found["10.0.0.0/8"]["IpProtocol"], found["10.0.0.0/8"]["ToPort"])
    assert ("-1", True) == (found["0.0.0.0/0"]["IpProtocol"], found["0.0.0.0/0"]["IsEgress"])
    state = sandbox.resources()
    assert inside["GroupId"] == state["inside"]["id"]
    assert f"arn:aws:ec2:eu-west-1:123456789012:security-group/{inside['GroupId']}" == state["inside"]["outputs"]["arn"]
    assert balancer["SecurityGroupRuleId"] == state["from-balancer"]["outputs"]["securityGroupRuleId"]
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == groups(sandbox)


def test_rules_change_in_place_while_they_are_about_the_same_kind(project: Project) -> None:
    """Ports, ranges, descriptions and tags change where they are; a range in a group's place is another rule."""
    sandbox = project(GROUPS)
    sandbox.up()
    before = {name: each.get("id") for name, each in sandbox.resources().items()}
    changed = GROUPS.replace('"10.0.0.0/8"', '"172.16.0.0/12", description="office", tags={"of": "us"}')
    changed = changed.replace("from_port=80, to_port=80", "from_port=80, to_port=81").replace('"requests"', '"calls"')
    sandbox.write(changed)
    assert {"update": ["from-balancer", "from-office"]} == sandbox.planned()
    sandbox.up()
    found = rules(sandbox, str(before["inside"]))
    assert before["from-office"] == found["172.16.0.0/12"]["SecurityGroupRuleId"]
    assert ("office", {"of": "us"}) == (found["172.16.0.0/12"]["Description"], tags(found["172.16.0.0/12"]))
    balancer = found[str(before["outside"])]
    assert (81, "calls") == (balancer["ToPort"], balancer["Description"])
    sandbox.write(changed.replace("referenced_security_group_id=outside.id", 'cidr_ipv4="192.168.0.0/16"'))
    sandbox.up()
    assert {"192.168.0.0/16", "172.16.0.0/12", "0.0.0.0/0"} == rules(sandbox, str(before["inside"])).keys()
    assert before["from-balancer"] != sandbox.resources()["from-balancer"]["id"]


def test_drift_of_groups_and_rules_is_mended(project: Project) -> None:
    """A rule that somebody took away or changed is as it was, and so are the tags of a group."""
    sandbox = project(GROUPS)
    sandbox.up()
    ec2, state = sandbox.aws("ec2"), sandbox.resources()
    inside = state["inside"]["id"]
    ec2.revoke_security_group_ingress(GroupId=inside, SecurityGroupRuleIds=[state["from-balancer"]["id"]])
    wide = {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "CidrIpv4": "0.0.0.0/0"}
    ec2.modify_security_group_rules(
        GroupId=inside,
        SecurityGroupRules=[{"SecurityGroupRuleId": state["from-office"]["id"], "SecurityGroupRule": wide}],
    )
    ec2.create_tags(Resources=[inside], Tags=[{"Key": "team", "Value": "red"}, {"Key": "more", "Value": "x"}])
    sandbox.up("--refresh")
    found = rules(sandbox, inside)
    assert {state["outside"]["id"], "10.0.0.0/8", "0.0.0.0/0"} == found.keys()
    assert (8000, 8080) == (found["10.0.0.0/8"]["FromPort"], found["10.0.0.0/8"]["ToPort"])
    assert [{"team": "blue"}] == [tags(each) for each in groups(sandbox) if each["GroupId"] == inside]
    assert {} == sandbox.planned("--refresh")


def test_another_description_is_another_group(project: Project) -> None:
    """With a new group go new rules; a group that other rules name goes last."""
    sandbox = project(GROUPS)
    sandbox.up()
    before = sandbox.resources()
    sandbox.write(GROUPS.replace('"Tasks"', '"Containers"'))
    sandbox.up()
    after = sandbox.resources()
    assert before["inside"]["id"] != after["inside"]["id"]
    assert before["outside"]["id"] == after["outside"]["id"]
    assert {after["inside"]["id"], after["outside"]["id"]} == {each["GroupId"] for each in groups(sandbox)}


def test_groups_and_rules_can_be_imported(project: Project) -> None:
    """By their ids; the program that an import prints has nothing to do."""
    sandbox = project("")
    ec2 = sandbox.aws("ec2")
    group = ec2.create_security_group(GroupName="old", Description="made by hand")["GroupId"]
    permission = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    rule = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    wanted = [
        {"type": "aws:ec2/securityGroup:SecurityGroup", "name": "old", "id": group},
        {"type": "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "name": "ssh", "id": rule},
    ]
    (sandbox.folder / "all.json").write_text(json.dumps({"resources": wanted}))
    printed = sandbox.run("pulumi", "--non-interactive", "import", "--file", "all.json", "--protect=false", "-y").stdout
    sandbox.write(printed[printed.index("import pulumi\n") :])
    assert {} == sandbox.planned("--refresh")


def test_a_rule_is_about_one_thing() -> None:
    """One about nobody or about two is refused, and so are rules within a group."""
    rule = {"securityGroupId": "sg-1", "ipProtocol": "tcp"}
    for more in ({}, {"cidrIpv4": "10.0.0.0/8", "prefixListId": "pl-1"}):
        (problem,) = SecurityGroupIngressRule().problems({**rule, **more})
        assert "give exactly one of: cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId" == problem.reason
    (problem,) = SecurityGroup().problems({"ingress": []})
    assert "ingress" == problem.path
