"""aws:lb/loadBalancer:LoadBalancer."""

from collections.abc import Mapping
from typing import Any

from pulumi_aws import lb

from splitctl.sandbox.provider import elbv2
from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.elbv2 import Attribute
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
_ATTRIBUTES: Mapping[str, Attribute] = {
    "clientKeepAlive": Attribute("client_keep_alive.seconds", 3600),
    "desyncMitigationMode": Attribute("routing.http.desync_mitigation_mode", "defensive"),
    "dropInvalidHeaderFields": Attribute("routing.http.drop_invalid_header_fields.enabled", default=False),
    "enableDeletionProtection": Attribute("deletion_protection.enabled", default=False),
    "enableHttp2": Attribute("routing.http2.enabled", default=True),
    "enableTlsVersionAndCipherSuiteHeaders": Attribute(
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", default=False
    ),
    "enableWafFailOpen": Attribute("waf.fail_open.enabled", default=False),
    "enableXffClientPort": Attribute("routing.http.xff_client_port.enabled", default=False),
    "enableZonalShift": Attribute("zonal_shift.config.enabled", default=False),
    "idleTimeout": Attribute("idle_timeout.timeout_seconds", 60),
    "preserveHostHeader": Attribute("routing.http.preserve_host_header.enabled", default=False),
    "xffHeaderProcessingMode": Attribute("routing.http.xff_header_processing.mode", "append"),
}
_SETS = ("securityGroups", "subnets")
_NO_LOGS = {"bucket": "", "enabled": False, "prefix": ""}


class LoadBalancer(ResourceType):
    """An application load balancer. Those of other types, and logs, are left to the official provider.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html.
    """

    resource, args, service = lb.LoadBalancer, lb.LoadBalancerArgs, "elbv2"
    missing = frozenset({"LoadBalancerNotFound"})
    replaced_by = frozenset({"internal", "loadBalancerType", "name", "namePrefix"})
    defaults = {"internal": False, "loadBalancerType": "application"} | {
        name: each.default for name, each in _ATTRIBUTES.items()
    }
    refused = frozenset(
        {"accessLogs", "connectionLogs", "customerOwnedIpv4Pool", "dnsRecordClientRoutingPolicy"}
        | {"enableCrossZoneLoadBalancing", "enablePrefixForIpv6SourceNat", "healthCheckLogs", "ipamPools"}
        | {"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "minimumLoadBalancerCapacity"}
        | {"secondaryIpsAutoAssignedPerSubnet", "subnetMappings"}
    )
    computed = refused | {"ipAddressType", "namePrefix", *_SETS}
    allowed = {  # noqa: RUF012
        "desyncMitigationMode": ("monitor", "defensive", "strictest"),
        "ipAddressType": ("ipv4", "dualstack", "dualstack-without-public-ipv4"),
        "loadBalancerType": ("application",),
        "xffHeaderProcessingMode": ("append", "preserve", "remove"),
    }
    auto_name = AutoName(max_length=32)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a prefix leaves room for the rest of a name."""
        return super().problems(inputs) + elbv2.prefix_problems(inputs)

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. Subnets and security groups have no order."""
        found = super().checked(name, seed, old, new, region)
        return found | {key: elbv2.in_order(found[key]) for key in _SETS if key in found}

    def create(self, client: Any, inputs: Properties) -> str:
        asked = {"Name": inputs["name"], "Type": inputs["loadBalancerType"]}
        if inputs.get("internal"):
            asked["Scheme"] = "internal"
        names = {"ipAddressType": "IpAddressType", "securityGroups": "SecurityGroups", "subnets": "Subnets"}
        asked |= {theirs: inputs[ours] for ours, theirs in names.items() if inputs.get(ours)}
        (made,) = client.create_load_balancer(**asked, **elbv2.asked_tags(inputs))["LoadBalancers"]
        arn: str = made["LoadBalancerArn"]
        with kept(self, client, arn, inputs):
            client.get_waiter("load_balancer_available").wait(
                LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 600}
            )
            self._put_attributes(client, arn, inputs, frozenset(_ATTRIBUTES))
        return arn

    def find(self, client: Any, inputs: Properties) -> str | None:
        try:
            held = client.describe_load_balancers(Names=[inputs["name"]])["LoadBalancers"]
        except client.exceptions.LoadBalancerNotFoundException:
            return None
        found: str = held[0]["LoadBalancerArn"]
        return found

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_load_balancers(LoadBalancerArns=[resource_id])["LoadBalancers"]
        attributes = client.describe_load_balancer_attributes(LoadBalancerArn=resource_id)["Attributes"]
        subnets = sorted(zone["SubnetId"] for zone in held["AvailabilityZones"])
        return {
            **dict.fromkeys(self.refused),
            **elbv2.from_attributes(attributes, _ATTRIBUTES),
            "accessLogs": _NO_LOGS,
            "arn": resource_id,
            "arnSuffix": resource_id.partition(":loadbalancer/")[2],
            "connectionLogs": _NO_LOGS,
            "dnsName": held["DNSName"],
            "enableCrossZoneLoadBalancing": True,  # always, for this type
            "healthCheckLogs": _NO_LOGS,
            "internal": held["Scheme"] == "internal",
            "ipAddressType": held["IpAddressType"],
            "loadBalancerType": held["Type"],
            "name": held["LoadBalancerName"],
            "namePrefix": prefix_of(held["LoadBalancerName"]),
            "securityGroups": sorted(held.get("SecurityGroups", [])),
            "subnetMappings": [{"subnetId": subnet} for subnet in subnets],
            "subnets": subnets,
            "tags": elbv2.held_tags(client, resource_id),
            "vpcId": held["VpcId"],
            "zoneId": held["CanonicalHostedZoneId"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self._put_attributes(client, resource_id, inputs, changed)
        if "securityGroups" in changed:
            client.set_security_groups(LoadBalancerArn=resource_id, SecurityGroups=inputs.get("securityGroups", []))
        if "subnets" in changed:
            client.set_subnets(LoadBalancerArn=resource_id, Subnets=inputs.get("subnets", []))
        if "ipAddressType" in changed and "ipAddressType" in inputs:
            client.set_ip_address_type(LoadBalancerArn=resource_id, IpAddressType=inputs["ipAddressType"])
        if "tags" in changed:
            elbv2.put_tags(client, resource_id, inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_load_balancer(LoadBalancerArn=resource_id)

    def _put_attributes(self, client: Any, arn: str, inputs: Properties, names: frozenset[str]) -> None:
        if attributes := elbv2.as_attributes(inputs, _ATTRIBUTES, names):
            client.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)
