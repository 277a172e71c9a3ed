"""Load balancers and what belongs to them by the real Pulumi CLI, and what Elastic Load Balancing holds afterwards."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox
from tests.provider.network_held import attributes, elb_tags

Project = Callable[[str], Sandbox]

NETWORK = """
import pulumi
from pulumi_aws import ec2, lb
default = ec2.get_vpc(default=True)
subnets = ec2.get_subnets(filters=[{"name": "vpc-id", "values": [default.id]}]).ids
"""
BALANCER = f"""{NETWORK}
group = ec2.SecurityGroup("group", name="balancer")
balancer = lb.LoadBalancer("balancer", name="blue", subnets=subnets, security_groups=[group.id],
    idle_timeout=120, drop_invalid_header_fields=True, tags={{"team": "blue"}})
targets = lb.TargetGroup("targets", port=8080, protocol="HTTP", target_type="ip", vpc_id=default.id,
    deregistration_delay=30, health_check={{"path": "/health", "interval": 15}}, tags={{"team": "blue"}})
http = lb.Listener("http", load_balancer_arn=balancer.arn, port=80, tags={{"team": "blue"}}, default_actions=[{{
    "type": "fixed-response", "fixed_response": {{"content_type": "text/plain", "status_code": "404"}}}}])
lb.ListenerRule("rule", listener_arn=http.arn, priority=10, tags={{"team": "blue"}},
    actions=[{{"type": "forward", "target_group_arn": targets.arn}}],
    conditions=[{{"path_pattern": {{"values": ["/web/*", "/web"]}}}}, {{"host_header": {{"values": ["a.example"]}}}}])
"""


def held(sandbox: Sandbox) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The one load balancer, target group, listener and rule that there are."""
    elb = sandbox.aws("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    (targets,) = elb.describe_target_groups()["TargetGroups"]
    (listener,) = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
    (rule,) = [each for each in rules if not each["IsDefault"]]
    return balancer, targets, listener, rule


def test_all_is_made_as_the_program_says_and_goes(project: Project) -> None:
    """Every input arrives, what is left out is as the official provider fills it in, and destroy leaves nothing."""
    sandbox = project(BALANCER)
    sandbox.up()
    balancer, targets, listener, rule = held(sandbox)
    assert ("blue", "internet-facing", "ipv4") == tuple(
        balancer[key] for key in ("LoadBalancerName", "Scheme", "IpAddressType")
    )
    found = attributes(sandbox, balancer["LoadBalancerArn"])
    assert ("120", "true") == tuple(
        found[key] for key in ("idle_timeout.timeout_seconds", "routing.http.drop_invalid_header_fields.enabled")
    )
    assert ("ip", 8080, "HTTP1") == tuple(targets[key] for key in ("TargetType", "Port", "ProtocolVersion"))
    assert ("/health", 15, 3, 3, 5, "200") == (
        *(targets[key] for key in ("HealthCheckPath", "HealthCheckIntervalSeconds")),
        *(targets[key] for key in ("HealthyThresholdCount", "UnhealthyThresholdCount", "HealthCheckTimeoutSeconds")),
        targets["Matcher"]["HttpCode"],
    )
    assert "30" == attributes(sandbox, targets["TargetGroupArn"])["deregistration_delay.timeout_seconds"]
    assert (80, "HTTP", "404") == (
        listener["Port"],
        listener["Protocol"],
        listener["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"],
    )
    assert ("10", targets["TargetGroupArn"]) == (rule["Priority"], rule["Actions"][0]["TargetGroupArn"])
    assert ["/web", "/web/*"] == sorted(
        next(each["PathPatternConfig"]["Values"] for each in rule["Conditions"] if each["Field"] == "path-pattern")
    )
    arns = (balancer["LoadBalancerArn"], targets["TargetGroupArn"], listener["ListenerArn"], rule["RuleArn"])
    assert [{"team": "blue"}] * 4 == [elb_tags(sandbox, arn) for arn in arns]
    state = sandbox.resources()
    assert list(arns) == [state[name]["id"] for name in ("balancer", "targets", "http", "rule")]
    assert arns[0].endswith(f":loadbalancer/{state['balancer']['outputs']['arnSuffix']}")
    assert arns[1].endswith(f":{state['targets']['outputs']['arnSuffix']}")
    assert balancer["DNSName"] == state["balancer"]["outputs"]["dnsName"]
    assert targets["TargetGroupName"].startswith("targets-")
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    elb = sandbox.aws("elbv2")
    assert [] == elb.describe_load_balancers()["LoadBalancers"] + elb.describe_target_groups()["TargetGroups"]


def test_what_can_change_in_place_does(project: Project) -> None:
    """All but what replaces; another order of subnets, hosts or paths is no change at all."""
    sandbox = project(BALANCER)
    sandbox.up()
    before = sandbox.resources()
    sandbox.write(
        BALANCER.replace("subnets=subnets", "subnets=list(reversed(subnets))").replace(
            '["/web/*", "/web"]', '["/web", "/web/*"]'
        )
    )
    assert {} == sandbox.planned()
    changed = BALANCER.replace("idle_timeout=120", "idle_timeout=90, internal=False").replace("=30", "=60")
    changed = changed.replace("subnets=subnets", "subnets=subnets[:2]").replace(
        '"interval": 15', '"matcher": "200-299"'
    )
    changed = changed.replace("port=80,", "port=81,").replace('"404"', '"503"').replace("priority=10", "priority=20")
    changed = changed.replace('"/web/*", "/web"', '"/shop"').replace('"blue"}', '"red"}')
    changed = changed.replace('"target_group_arn": targets.arn', '"forward": {"target_groups": [{"arn": targets.arn}]}')
    sandbox.write(changed)
    sandbox.up()
    after = sandbox.resources()
    for name in ("balancer", "targets", "http", "rule"):
        assert before[name]["id"] == after[name]["id"]
    balancer, targets, listener, rule = held(sandbox)
    assert "90" == attributes(sandbox, balancer["LoadBalancerArn"])["idle_timeout.timeout_seconds"]
    assert 2 == len(balancer["AvailabilityZones"])
    assert ("200-299", 30) == (targets["Matcher"]["HttpCode"], targets["HealthCheckIntervalSeconds"])
    assert "60" == attributes(sandbox, targets["TargetGroupArn"])["deregistration_delay.timeout_seconds"]
    assert (81, "503") == (listener["Port"], listener["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"])
    assert "20" == rule["Priority"]
    assert {"team": "red"} == elb_tags(sandbox, rule["RuleArn"])
    assert {} == sandbox.planned("--refresh")


def test_drift_is_found_and_mended(project: Project) -> None:
    """What somebody changed is as it was, and a rule that somebody took away is there again."""
    sandbox = project(BALANCER)
    sandbox.up()
    elb = sandbox.aws("elbv2")
    balancer, targets, listener, rule = held(sandbox)
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"], Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "1"}]
    )
    elb.modify_target_group(TargetGroupArn=targets["TargetGroupArn"], HealthCheckPath="/", Matcher={"HttpCode": "404"})
    elb.modify_listener(
        ListenerArn=listener["ListenerArn"],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": targets["TargetGroupArn"]}],
    )
    elb.delete_rule(RuleArn=rule["RuleArn"])
    sandbox.up("--refresh")
    mended = held(sandbox)
    assert "120" == attributes(sandbox, balancer["LoadBalancerArn"])["idle_timeout.timeout_seconds"]
    assert "/health" == mended[1]["HealthCheckPath"]
    assert "fixed-response" == mended[2]["DefaultActions"][0]["Type"]
    assert ("10", rule["Conditions"]) == (mended[3]["Priority"], mended[3]["Conditions"])
    assert {} == sandbox.planned("--refresh")


def test_another_port_is_another_target_group(project: Project) -> None:
    """Its rule is told before the old group goes; an internal load balancer is another one, with other listeners."""
    sandbox = project(BALANCER)
    sandbox.up()
    before = held(sandbox)
    sandbox.write(BALANCER.replace("port=8080", "port=9090"))
    sandbox.up()
    _, targets, _, rule = held(sandbox)
    assert (9090, before[3]["RuleArn"]) == (targets["Port"], rule["RuleArn"])
    assert before[1]["TargetGroupArn"] != targets["TargetGroupArn"] == rule["Actions"][0]["TargetGroupArn"]
    sandbox.write(BALANCER.replace("idle_timeout", "internal=True, idle_timeout"))
    sandbox.up()
    balancer, _, listener, _ = held(sandbox)
    assert "internal" == balancer["Scheme"]
    assert before[0]["LoadBalancerArn"] != balancer["LoadBalancerArn"] == listener["LoadBalancerArn"]


def test_all_can_be_imported(project: Project) -> None:
    """By their ARNs; the program that an import prints has nothing to do."""
    sandbox = project(BALANCER)
    sandbox.up()
    balancer, targets, listener, rule = held(sandbox)
    sandbox.pulumi("state", "delete", "--all", "--yes", "--force")
    wanted = {
        "loadBalancer:LoadBalancer": balancer["LoadBalancerArn"],
        "targetGroup:TargetGroup": targets["TargetGroupArn"],
        "listener:Listener": listener["ListenerArn"],
        "listenerRule:ListenerRule": rule["RuleArn"],
    }
    resources = [{"type": f"aws:lb/{kind}", "name": kind.split(":")[0], "id": arn} for kind, arn in wanted.items()]
    (sandbox.folder / "all.json").write_text(json.dumps({"resources": resources}))
    printed = sandbox.run("pulumi", "--non-interactive", "import", "--file", "all.json", "--protect=false", "-y").stdout
    sandbox.write(printed[printed.index("import pulumi\n") :])
    assert {} == sandbox.planned("--refresh")


POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
SECURE = f"""{NETWORK}
balancer = lb.LoadBalancer("balancer", name_prefix="web-", subnets=subnets)
blue, green = [lb.TargetGroup(name, port=80, protocol="HTTP", target_type="ip", vpc_id=default.id,
    stickiness={{"type": "lb_cookie", "cookie_duration": 600}}) for name in ("blue", "green")]
lb.Listener("https", load_balancer_arn=balancer.arn, port=443, PROTOCOL, default_actions=[{{"type": "forward",
    "forward": {{"target_groups": [{{"arn": blue.arn, "weight": 90}}, {{"arn": green.arn, "weight": 10}}]}}}}])
lb.Listener("http", load_balancer_arn=balancer.arn, port=80, default_actions=[{{"type": "redirect",
    "redirect": {{"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}}}}])
"""


def test_https_and_weights(project: Project) -> None:
    """Traffic is shared among groups and redirected to HTTPS, which can be given up in place."""
    sandbox = project("")
    certificate = sandbox.aws("acm").request_certificate(DomainName="web.example")["CertificateArn"]
    tls = f'protocol="HTTPS", certificate_arn="{certificate}", ssl_policy="{POLICY}"'
    sandbox.write(SECURE.replace("PROTOCOL", tls))
    sandbox.up()
    elb, state = sandbox.aws("elbv2"), sandbox.resources()
    found = elb.describe_listeners(LoadBalancerArn=state["balancer"]["id"])["Listeners"]
    ports = {each["Port"]: each for each in found}
    assert (POLICY, [{"CertificateArn": certificate}]) == (
        ports[443]["SslPolicy"],
        ports[443]["Certificates"],
    )
    shares = ports[443]["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
    assert {state["blue"]["id"]: 90, state["green"]["id"]: 10} == {
        each["TargetGroupArn"]: each["Weight"] for each in shares
    }
    redirect = ports[80]["DefaultActions"][0]["RedirectConfig"]
    assert ("HTTPS", "443", "#{host}") == (redirect["Protocol"], redirect["Port"], redirect["Host"])
    assert "600" == attributes(sandbox, state["blue"]["id"])["stickiness.lb_cookie.duration_seconds"]
    assert {} == sandbox.planned("--refresh")
    assert state["balancer"]["outputs"]["name"].startswith("web-")
    sandbox.write(SECURE.replace("PROTOCOL", 'protocol="HTTP"'))
    sandbox.up()
    (https,) = elb.describe_listeners(ListenerArns=[state["https"]["id"]])["Listeners"]
    assert ("HTTP", None) == (https["Protocol"], https.get("Certificates"))
    assert {} == sandbox.planned("--refresh")
