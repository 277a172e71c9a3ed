"""What lets the world in."""

import json
from typing import Any

import pytest

from components.load_balancer import LoadBalancer, LoadBalancerArgs
from tests.components.samples import NETWORK
from tests.components.world import ACCOUNT, World

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
CERTIFICATE = f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/0123"
NOT_FOUND = {
    "type": "fixed-response",
    "fixedResponse": {"contentType": "application/json", "messageBody": '{"error": "not found"}', "statusCode": "404"},
}
TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}


def make(world: World, **changes: Any) -> dict[str, Any]:
    """Make the load balancer of `staging`, and return its outputs."""

    def program() -> dict[str, Any]:
        made = LoadBalancer("front", LoadBalancerArgs(environment="staging", network=NETWORK, **changes))
        return {key: getattr(made, key) for key in LoadBalancer.__annotations__}

    return world.run(program)


def test_it_is_in_the_public_subnets(world: World) -> None:
    """With a security group of its own, and it passes on no header that no server would read as meant."""
    outputs = make(world)
    balancer = world.found(BALANCER)
    assert "application" == balancer["loadBalancerType"]
    assert NETWORK.public_subnets == balancer["subnets"]
    assert [outputs["security_group_id"]] == balancer["securityGroups"]
    assert balancer["dropInvalidHeaderFields"] is True
    assert "internal" not in balancer
    assert NETWORK.vpc_id == world.found(GROUP)["vpcId"]


def test_what_nobody_has_a_rule_for_is_not_found(world: World) -> None:
    """No app gets requests that are not its own; the answer is JSON, as an API's is."""
    make(world)
    listener = world.found(LISTENER)
    assert (80, "HTTP", [NOT_FOUND]) == (listener["port"], listener["protocol"], listener["defaultActions"])
    assert {"error": "not found"} == json.loads(listener["defaultActions"][0]["fixedResponse"]["messageBody"])


def test_with_a_certificate_it_speaks_https(world: World) -> None:
    """HTTP is redirected there for good, and nothing but the redirect is ever said in the clear."""
    make(world, certificate_arn=CERTIFICATE)
    listeners = world.each(LISTENER)
    assert {"front-http", "front-https"} == set(listeners)
    http, https = listeners["front-http"], listeners["front-https"]
    assert (80, "HTTP", [TO_HTTPS]) == (http["port"], http["protocol"], http["defaultActions"])
    assert (443, "HTTPS", [NOT_FOUND]) == (https["port"], https["protocol"], https["defaultActions"])
    assert CERTIFICATE == https["certificateArn"]
    # TLS 1.2 is the oldest that this policy has.
    assert "ELBSecurityPolicy-TLS13-1-2-2021-06" == https["sslPolicy"]


@pytest.mark.parametrize(("certificate", "name"), [(None, "http"), (CERTIFICATE, "https")])
def test_services_add_their_rules_to_the_listener_that_answers(
    world: World, certificate: str | None, name: str
) -> None:
    """Not to the one that redirects: a rule of that one would serve the app in the clear."""
    listener = make(world, certificate_arn=certificate)["listener_arn"]
    assert f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/front-{name}" == listener


@pytest.mark.parametrize(("certificate", "ports"), [(None, {80}), (CERTIFICATE, {80, 443})])
def test_only_what_is_listened_to_is_open(world: World, certificate: str | None, ports: set[int]) -> None:
    """To everybody; a port without a listener is closed."""
    make(world, certificate_arn=certificate)
    rules = world.each(INGRESS).values()
    assert {(port, port) for port in ports} == {(rule["fromPort"], rule["toPort"]) for rule in rules}
    assert {("tcp", "0.0.0.0/0")} == {(rule["ipProtocol"], rule["cidrIpv4"]) for rule in rules}


def test_it_reaches_tasks_by_one_rule(world: World) -> None:
    """However many services there are, and whatever their ports: a group has room for 60 rules."""
    outputs = make(world)
    rule = world.found(EGRESS)
    assert outputs["security_group_id"] == rule["securityGroupId"]
    assert ("tcp", 0, 65535, "0.0.0.0/0") == tuple(
        rule[key] for key in ("ipProtocol", "fromPort", "toPort", "cidrIpv4")
    )
    assert "egress" not in world.found(GROUP)


@pytest.mark.parametrize("disposable", [False, True])
def test_aws_refuses_to_delete_it_unless_it_is_disposable(world: World, *, disposable: bool) -> None:
    """A mistaken destroy takes no app off the net."""
    make(world, disposable=disposable)
    assert (not disposable) == world.found(BALANCER)["enableDeletionProtection"]


def test_its_name_may_begin_as_no_load_balancers_may(world: World) -> None:
    """ELB refuses names that begin with internal-, which an environment may be called."""

    def program() -> dict[str, Any]:
        LoadBalancer("front", LoadBalancerArgs(environment="internal-tools", network=NETWORK))
        return {}

    world.run(program)
    assert "apps-internal-tools" == world.found(BALANCER)["name"]
