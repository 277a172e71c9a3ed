"""aws:lb/listener:Listener."""

from typing import Any

from pulumi_aws import lb

from splitctl.sandbox.provider import actions, elbv2
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem, input_types
from splitctl.sandbox.provider.values import UNKNOWN, Properties

_NAMES = {"port": "Port", "protocol": "Protocol", "sslPolicy": "SslPolicy"}
_HEADERS = frozenset(name for name in input_types(lb.ListenerArgs) if name.startswith("routingHttp"))


class Listener(ResourceType):
    """A port of an application load balancer.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html.
    """

    resource, args, service = lb.Listener, lb.ListenerArgs, "elbv2"
    missing = frozenset({"ListenerNotFound", "LoadBalancerNotFound"})
    replaced_by = frozenset({"loadBalancerArn"})
    refused = _HEADERS | {"alpnPolicy", "mutualAuthentication", "tcpIdleTimeoutSeconds"}
    computed = refused | {"defaultActions.fixedResponse.statusCode", "protocol", "sslPolicy"}
    allowed = {"protocol": ("HTTP", "HTTPS")}  # noqa: RUF012

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a listener has a port, and with HTTPS a certificate."""
        found = super().problems(inputs) + list(actions.problems("defaultActions", inputs.get("defaultActions")))
        if "port" not in inputs:
            found.append(Problem("port", "a listener of an application load balancer needs this input"))
        if inputs.get("protocol") == "HTTPS" and "certificateArn" not in inputs:
            found.append(Problem("certificateArn", "a listener for HTTPS needs this input"))
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        found = super().checked(name, seed, old, new, region)
        if "defaultActions" in found:
            found["defaultActions"] = actions.complete(found["defaultActions"])
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        asked = {"Protocol": "HTTP", **_asked(inputs)}
        made = client.create_listener(LoadBalancerArn=inputs["loadBalancerArn"], **asked, **elbv2.asked_tags(inputs))
        arn: str = made["Listeners"][0]["ListenerArn"]
        return arn

    def expected_id(self, inputs: Properties) -> str | None:
        return None

    def find(self, client: Any, inputs: Properties) -> str | None:
        """A load balancer has one listener for a port."""
        try:
            pages = list(client.get_paginator("describe_listeners").paginate(LoadBalancerArn=inputs["loadBalancerArn"]))
        except client.exceptions.LoadBalancerNotFoundException:
            return None
        held = [each for page in pages for each in page["Listeners"] if each["Port"] == inputs.get("port")]
        return held[0]["ListenerArn"] if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_listeners(ListenerArns=[resource_id])["Listeners"]
        certificates = held.get("Certificates", [])
        return {
            **dict.fromkeys(self.refused),
            **{ours: held.get(theirs) for ours, theirs in _NAMES.items()},
            "arn": resource_id,
            "certificateArn": certificates[0]["CertificateArn"] if certificates else None,
            "defaultActions": actions.shown(held["DefaultActions"]),
            "loadBalancerArn": held["LoadBalancerArn"],
            "routingHttpResponseServerEnabled": True,  # what AWS sets by itself
            "tags": elbv2.held_tags(client, resource_id),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed - {"region", "tags"}:
            client.modify_listener(ListenerArn=resource_id, **_asked(inputs))
        if "tags" in changed:
            elbv2.put_tags(client, resource_id, inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_listener(ListenerArn=resource_id)

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        shaped = actions.in_the_shape_of(old_inputs.get("defaultActions"), state["defaultActions"])
        return super().drifted(old_inputs, state | {"defaultActions": shaped})

    def imported(self, state: Properties) -> Properties:
        return super().imported(state | {"defaultActions": actions.in_the_shape_of(None, state["defaultActions"])})


def _asked(inputs: Properties) -> dict[str, Any]:
    asked = {theirs: inputs[ours] for ours, theirs in _NAMES.items() if ours in inputs}
    if inputs.get("protocol", UNKNOWN) == "HTTP":
        asked.pop("SslPolicy", None)  # it may be what AWS once chose for HTTPS
    if certificate := inputs.get("certificateArn"):
        asked["Certificates"] = [{"CertificateArn": certificate}]
    return asked | {"DefaultActions": actions.asked(inputs["defaultActions"])}
