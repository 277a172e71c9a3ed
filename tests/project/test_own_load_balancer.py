"""A load balancer of one's own, by the real Pulumi CLI: services are added to it, and it outlives them."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import ONE, TEST, TWO, WEB, configure, everything, group, ports, running, service, up, uri

SCALING = {"minimum": 1, "maximum": 2, "requestsPerTarget": 100}
APPS: dict[str, Any] = {"web": {"services": {"web": WEB | {"scaling": SCALING}}}}


def make_balancer(sandbox: Sandbox) -> dict[str, str]:
    """Make a load balancer in the default VPC as somebody else would, and return how a configuration names it."""
    ec2, elb = sandbox.aws("ec2"), sandbox.aws("elbv2")
    subnets = ec2.describe_subnets()["Subnets"]
    vpc = subnets[0]["VpcId"]
    door = ec2.create_security_group(GroupName="entrance", Description="Ours", VpcId=vpc)["GroupId"]
    (balancer,) = elb.create_load_balancer(
        Name="entrance", Subnets=[each["SubnetId"] for each in subnets], SecurityGroups=[door], Scheme="internet-facing"
    )["LoadBalancers"]
    nothing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    (listener,) = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[nothing]
    )["Listeners"]
    return {"listener": listener["ListenerArn"], "securityGroup": door}


def sent(sandbox: Sandbox, listener: str) -> dict[str, str]:
    """Where the listener sends requests, by path: the target groups' ARNs. Its default rule has no path."""
    rules = sandbox.aws("elbv2").describe_rules(ListenerArn=listener)["Rules"]
    return {
        path: rule["Actions"][0]["TargetGroupArn"]
        for rule in rules
        for condition in rule["Conditions"]
        for path in condition["PathPatternConfig"]["Values"]
    }


def test_services_are_added_to_a_load_balancer_that_is_there(this_project: Sandbox) -> None:
    """By a rule, and by a way from its security group to theirs; no other is made. At the end it is as it was."""
    own = make_balancer(this_project)
    before = everything(this_project)
    configure(this_project, APPS, loadBalancer=own, disposable=True)
    up(this_project)
    balancing = ("load balancers", "listeners", "groups")
    assert [before[kind] for kind in balancing] == [everything(this_project)[kind] for kind in balancing]
    assert {} == sent(this_project, own["listener"])

    up(this_project, web=ONE)
    assert uri(ONE) == running(this_project)[1]
    (target,) = service(this_project)["loadBalancers"]
    assert {"/*": target["targetGroupArn"]} == sent(this_project, own["listener"])
    assert before["load balancers"] == group(this_project)["LoadBalancerArns"]
    assert {"web-test-web-tasks": {("in", 8080)}} == ports(this_project)
    suffix = before["load balancers"][0].partition(":loadbalancer/")[2]
    alarms = this_project.aws("cloudwatch").describe_alarms(AlarmNamePrefix="web-test-web-")["MetricAlarms"]
    dimensions = [{each["Name"]: each["Value"] for each in alarm["Dimensions"]} for alarm in alarms]
    assert [suffix] * 3 == [each["LoadBalancer"] for each in dimensions]
    scaling = this_project.aws("application-autoscaling")
    policies = scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    asked = [each["TargetTrackingScalingPolicyConfiguration"]["PredefinedMetricSpecification"] for each in policies]
    assert [suffix] == [
        each["ResourceLabel"].partition("/targetgroup/")[0] for each in asked if "ResourceLabel" in each
    ]
    assert {} == this_project.planned("--stack", TEST)

    up(this_project, web=TWO)
    assert uri(TWO) == running(this_project)[1]
    this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", TEST)
    assert before == everything(this_project)
    assert {} == sent(this_project, own["listener"])
    assert {} == ports(this_project)
