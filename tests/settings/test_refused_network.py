"""What may not be said of what services share: each case with the words that name it and the commands that mend it."""

from typing import Any

import pulumi
import pytest

import settings
from tests.settings.mending import mended
from tests.settings.words import refusal

HERE = "arn:aws:{}:eu-west-1:123456789012:"
CERTIFICATE = HERE.format("acm") + "certificate/0123-abcd"
CLUSTER = HERE.format("ecs") + "cluster/main"
LISTENER = HERE.format("elasticloadbalancing") + f"listener/app/main/{16 * '0'}/{16 * '0'}"
TOPIC = HERE.format("sns") + "alarms"
BALANCER = {"listener": LISTENER, "securityGroup": "sg-0123456789abcdef0"}
SET = "pulumi config set split-pipelines:"
SET_IN = "pulumi config set --path 'split-pipelines:"
RM = "pulumi config rm --path 'split-pipelines:"
NO_NETWORK = "is no network; use default, create, or a mapping with vpc and subnets"
SUBNET = "subnet-0123456789abcdef0"
NO_CERTIFICATE = (
    "this is for the load balancer that is made here, and there is one already, named by `loadBalancer`; its listener "
    "has a certificate of its own"
)
NOT_A_TOPIC = "is not the ARN of a standard SNS topic; `aws sns list-topics` shows yours"
NOT_A_LISTENER = "is not the ARN of a listener of an application load balancer; it has :listener/app/ in it"


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ({"network": "main"}, [f'network: "main" {NO_NETWORK}', f"{SET}network default"]),
        ({"network": None}, [f"network: null {NO_NETWORK}", f"{SET}network default"]),
        ({"network": [SUBNET]}, [f'network: ["{SUBNET}"] {NO_NETWORK}', f"{SET}network default"]),
        (
            {"network": {"subnets": []}},
            [
                "network.subnets: there is no subnet in it; name one at least",
                f"{SET_IN}network.subnets[0]' {SUBNET}",
                "",
                "network.vpc: this is needed, and missing",
                f"{SET_IN}network.vpc' vpc-0123456789abcdef0",
            ],
        ),
        (
            {"network": {"vpc": "vpc-1", "subnets": [SUBNET, "subnet-xyz"], "publicSubnets": SUBNET, "publicIp": 1}},
            [
                "network.publicIp: 1 is not true or false",
                f"{SET_IN}network.publicIp' true",
                "",
                f'network.publicSubnets: "{SUBNET}" is not a list',
                f"{RM}network.publicSubnets'",
                f"{SET_IN}network.publicSubnets[0]' {SUBNET}",
                "",
                'network.subnets[1]: "subnet-xyz" is not the id of a subnet; use one such as subnet-0123456789abcdef0',
                f"{SET_IN}network.subnets[1]' {SUBNET}",
                "",
                'network.vpc: "vpc-1" is not the id of a VPC; use one such as vpc-0123456789abcdef0',
                f"{SET_IN}network.vpc' vpc-0123456789abcdef0",
            ],
        ),
        (
            {"network": {"vpc": "vpc-01234567", "subnets": [SUBNET], "subnet": SUBNET}},
            [
                "network.subnet: unknown key; did you mean subnets?",
                f"{RM}network.subnet'",
                f"{SET_IN}network.subnets[0]' {SUBNET}",
            ],
        ),
        (
            {"cluster": "main"},
            [
                'cluster: "main" is not the ARN of an ECS cluster; `aws ecs list-clusters` shows yours',
                f"{SET}cluster {CLUSTER}",
            ],
        ),
        (
            {"cluster": CLUSTER, "containerInsights": True},
            [
                (
                    "containerInsights: this is for the cluster that is made here, and there is one already, named by "
                    "`cluster`"
                ),
                f"{RM}containerInsights'",
            ],
        ),
        (
            {"certificate": "www.example.com"},
            [
                (
                    'certificate: "www.example.com" is not the ARN of a certificate; `aws acm list-certificates` shows '
                    "yours"
                ),
                f"{SET}certificate {HERE.format('acm')}certificate/00000000-0000-0000-0000-000000000000",
            ],
        ),
        (
            {"alarmsTopic": f"{TOPIC}.fifo"},
            [
                f'alarmsTopic: "{TOPIC}.fifo" {NOT_A_TOPIC}',
                f"{SET}alarmsTopic {TOPIC}",
            ],
        ),
        ({"loadBalancer": LISTENER}, [f'loadBalancer: "{LISTENER}" is not a mapping', f"{RM}loadBalancer'"]),
        (
            {"loadBalancer": {"listener": LISTENER.replace("/app/", "/net/")}},
            [
                f'loadBalancer.listener: "{LISTENER.replace("/app/", "/net/")}" {NOT_A_LISTENER}',
                f"{SET_IN}loadBalancer.listener' {LISTENER}",
                "",
                "loadBalancer.securityGroup: this is needed, and missing",
                f"{SET_IN}loadBalancer.securityGroup' sg-0123456789abcdef0",
            ],
        ),
        (
            {"loadBalancer": BALANCER, "certificate": CERTIFICATE},
            [f"certificate: {NO_CERTIFICATE}", f"{RM}certificate'"],
        ),
    ],
)
def test_bad_shared_parts(shared: dict[str, Any], expected: list[str]) -> None:
    """The problems by their keys, each with the commands to run; and who runs them has mended it."""
    config = {"apps": {"web": {}}} | shared
    assert expected == refusal(config)
    assert mended(config)


def test_all_is_of_the_stack_s_own_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is of another region is refused at its key, all at once, with an example of the right one."""
    monkeypatch.setattr(pulumi, "get_stack", lambda: "prod")
    shared = {"loadBalancer": BALANCER, "cluster": CLUSTER, "alarmsTopic": TOPIC}
    read = settings.parse({"apps": {"web": {}}} | shared, "prod")
    settings.check_region(read, "eu-west-1")
    with pytest.raises(settings.ConfigurationError) as refused:
        settings.check_region(read, "us-east-1")
    wrong = "is of eu-west-1, and this stack of us-east-1; name one of us-east-1"
    said = [line.strip() for line in str(refused.value).splitlines() if line.startswith("  ")]
    assert said[:2] == [
        f"alarmsTopic: {TOPIC} {wrong}",
        f"{SET}alarmsTopic {TOPIC.replace('eu-west-1', 'us-east-1')} --stack prod",
    ]
    assert [f"cluster: {CLUSTER} {wrong}", f"loadBalancer.listener: {LISTENER} {wrong}"] == [said[2], said[4]]


def test_a_certificate_of_cloudfront_s_region_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual mistake: CloudFront wants its certificates in us-east-1, a load balancer in its own region."""
    monkeypatch.setattr(pulumi, "get_stack", lambda: "prod")
    other = CERTIFICATE.replace("eu-west-1", "us-east-1")
    read = settings.parse({"apps": {"web": {}}, "certificate": other}, "prod")
    with pytest.raises(
        settings.ConfigurationError, match=f"certificate: {other} is of us-east-1, and this stack of eu"
    ):
        settings.check_region(read, "eu-west-1")
