"""Load balancers of the embedded AWS, where moto alone would behave unlike Elastic Load Balancing."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

NOTHING = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]


@pytest.fixture
def aws(world: World) -> Any:
    """Makes clients of the embedded AWS."""
    where = {"region_name": "eu-west-1", "endpoint_url": world.endpoint}
    return lambda service: boto3.client(service, aws_access_key_id="sandbox", aws_secret_access_key="sandbox", **where)


def balancer(aws: Any, name: str = "web", **more: Any) -> str:
    """The ARN of a new load balancer in all subnets."""
    subnets = [subnet["SubnetId"] for subnet in aws("ec2").describe_subnets()["Subnets"]]
    (made,) = aws("elbv2").create_load_balancer(Name=name, Subnets=subnets, **more)["LoadBalancers"]
    arn: str = made["LoadBalancerArn"]
    return arn


def targets(aws: Any, **more: Any) -> str:
    """The ARN of a new target group."""
    vpc = aws("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
    asked = {"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": vpc, "TargetType": "ip", **more}
    (made,) = aws("elbv2").create_target_group(**asked)["TargetGroups"]
    arn: str = made["TargetGroupArn"]
    return arn


def refusal(call: Any, **asked: Any) -> str:
    """The code of the error that a call ends with."""
    with pytest.raises(ClientError) as raised:
        call(**asked)
    code: str = raised.value.response["Error"]["Code"]
    return code


def test_names_are_unique_and_well_formed(aws: Any) -> None:
    """What is asked for again just so is there already; otherwise the name is taken."""
    elb, first = aws("elbv2"), balancer(aws)
    assert first == balancer(aws)
    assert "DuplicateLoadBalancerName" == refusal(balancer, aws=aws, Scheme="internal")
    for name in ("-web", "web-", "internal-web", "a" * 33, "a.b"):
        assert "ValidationError" == refusal(balancer, aws=aws, name=name)
    assert 1 == len(elb.describe_load_balancers()["LoadBalancers"])


def test_a_load_balancer_needs_two_zones_and_groups_that_exist(aws: Any) -> None:
    """One subnet is too few; without a security group it has its VPC's default one."""
    elb, subnet = aws("elbv2"), aws("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    assert "ValidationError" == refusal(elb.create_load_balancer, Name="web", Subnets=[subnet])
    assert "InvalidSecurityGroup" == refusal(balancer, aws=aws, SecurityGroups=["sg-12345678"])
    balancer(aws)
    (held,) = elb.describe_load_balancers()["LoadBalancers"]
    (default,) = aws("ec2").describe_security_groups()["SecurityGroups"]
    assert ("internet-facing", [default["GroupId"]]) == (held["Scheme"], held["SecurityGroups"])


def test_what_is_protected_stays(aws: Any) -> None:
    """A protected load balancer is not deleted, nor a security group that one has or a rule names."""
    elb, ec2 = aws("elbv2"), aws("ec2")
    group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    arn = balancer(aws, SecurityGroups=[group])
    on = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=on)
    assert "OperationNotPermitted" == refusal(elb.delete_load_balancer, LoadBalancerArn=arn)
    assert "DependencyViolation" == refusal(ec2.delete_security_group, GroupId=group)
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[on[0] | {"Value": "false"}])
    elb.delete_load_balancer(LoadBalancerArn=arn)
    other = ec2.create_security_group(GroupName="other", Description="other")["GroupId"]
    permission = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[permission])
    assert "DependencyViolation" == refusal(ec2.delete_security_group, GroupId=group)
    ec2.delete_security_group(GroupId=other)
    ec2.delete_security_group(GroupId=group)


def test_a_port_has_one_listener_and_https_a_certificate(aws: Any) -> None:
    """Also after a change of ports; what belongs to HTTPS goes with it."""
    elb, arn = aws("elbv2"), balancer(aws)
    listener = {"LoadBalancerArn": arn, "Protocol": "HTTP", "Port": 80, "DefaultActions": NOTHING}
    elb.create_listener(**listener)
    assert "DuplicateListener" == refusal(elb.create_listener, **listener)
    secure = listener | {"Protocol": "HTTPS", "Port": 443}
    assert "ValidationError" == refusal(elb.create_listener, **secure)
    certificate = aws("acm").request_certificate(DomainName="web.example")["CertificateArn"]
    secure["Certificates"] = [{"CertificateArn": certificate}]
    assert "SSLPolicyNotFound" == refusal(elb.create_listener, SslPolicy="none", **secure)
    (held,) = elb.create_listener(**secure)["Listeners"]
    assert "ELBSecurityPolicy-2016-08" == held["SslPolicy"]
    assert "DuplicateListener" == refusal(elb.modify_listener, ListenerArn=held["ListenerArn"], Port=80)
    (plain,) = elb.modify_listener(ListenerArn=held["ListenerArn"], Protocol="HTTP")["Listeners"]
    assert set() == plain.keys() & {"Certificates", "SslPolicy"}


def test_a_forward_is_told_both_ways_and_its_group_says_who_uses_it(aws: Any) -> None:
    """However it was asked for; a group is used as long as an action names it."""
    elb, arn, group = aws("elbv2"), balancer(aws), targets(aws)
    both = {"TargetGroups": [{"TargetGroupArn": group, "Weight": 1}]}
    for port, forward in ((80, {"TargetGroupArn": group}), (81, {"ForwardConfig": both})):
        action = {"Type": "forward", **forward}
        (held,) = elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=port, DefaultActions=[action])[
            "Listeners"
        ]
        (told,) = held["DefaultActions"]
        assert (group, both["TargetGroups"]) == (told["TargetGroupArn"], told["ForwardConfig"]["TargetGroups"])
    assert [arn] == elb.describe_target_groups()["TargetGroups"][0]["LoadBalancerArns"]
    for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
        elb.modify_listener(ListenerArn=listener["ListenerArn"], DefaultActions=NOTHING)
    assert [] == elb.describe_target_groups()["TargetGroups"][0].get("LoadBalancerArns", [])
    elb.delete_target_group(TargetGroupArn=group)


def test_health_checks_change_and_delays_are_bounded(aws: Any) -> None:
    """Of gRPC too; a check that lasts longer than its interval is refused."""
    elb, group = aws("elbv2"), targets(aws, ProtocolVersion="GRPC")
    (held,) = elb.describe_target_groups()["TargetGroups"]
    assert ("/AWS.ALB/healthcheck", {"GrpcCode": "12"}) == (held["HealthCheckPath"], held["Matcher"])
    (held,) = elb.modify_target_group(TargetGroupArn=group, Matcher={"GrpcCode": "0"})["TargetGroups"]
    assert {"GrpcCode": "0"} == held["Matcher"]
    slow = {"HealthCheckTimeoutSeconds": 30, "HealthCheckIntervalSeconds": 30}
    assert "ValidationError" == refusal(elb.modify_target_group, TargetGroupArn=group, **slow)
    longest = [{"Key": "deregistration_delay.timeout_seconds", "Value": "3600"}]
    elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=longest)
    brief = [{"Key": "slow_start.duration_seconds", "Value": "29"}]
    assert "ValidationError" == refusal(elb.modify_target_group_attributes, TargetGroupArn=group, Attributes=brief)


def test_priorities_may_be_swapped_but_not_shared(aws: Any) -> None:
    """Two rules of a listener take each other's place in one request."""
    elb, arn = aws("elbv2"), balancer(aws)
    (listener,) = elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=NOTHING)[
        "Listeners"
    ]
    conditions = [{"Field": "path-pattern", "Values": ["/a"]}]
    rules = [
        elb.create_rule(ListenerArn=listener["ListenerArn"], Priority=n, Conditions=conditions, Actions=NOTHING)
        for n in (1, 2)
    ]
    first, second = (each["Rules"][0]["RuleArn"] for each in rules)
    assert "PriorityInUse" == refusal(elb.set_rule_priorities, RulePriorities=[{"RuleArn": first, "Priority": 2}])
    swapped = [{"RuleArn": first, "Priority": 2}, {"RuleArn": second, "Priority": 1}]
    moved = elb.set_rule_priorities(RulePriorities=swapped)["Rules"]
    assert {first: "2", second: "1"} == {rule["RuleArn"]: rule["Priority"] for rule in moved}
