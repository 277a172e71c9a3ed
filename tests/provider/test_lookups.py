"""Functions that look something up, by the real Pulumi CLI."""

import inspect
import json
from collections.abc import Callable
from typing import Any

import pulumi_aws
import pytest
from pulumi import _types
from pulumi.provider.experimental.property_value import PropertyValue

from splitctl.sandbox.provider.lookups import ALL
from splitctl.sandbox.provider.regions import known_regions, partition_of
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties
from splitctl.sandbox.world import World
from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

PROGRAM = """
import pulumi, pulumi_aws as aws
def shown(found):
    return {name: getattr(found, name) for name in NAMES[type(found).__name__.removeprefix("Awaitable")]}
NAMES = {
    "GetCallerIdentityResult": ["account_id", "arn", "id", "user_id"],
    "GetPartitionResult": ["dns_suffix", "id", "partition", "reverse_dns_prefix"],
    "GetRegionResult": ["description", "endpoint", "id", "name", "region"],
}
pulumi.export("caller", shown(aws.get_caller_identity()))
pulumi.export("partition", shown(aws.get_partition()))
pulumi.export("region", shown(aws.get_region()))
pulumi.export("other", aws.get_region_output(region=pulumi.Output.from_input("cn-north-1")).apply(shown))
pulumi.export("by_endpoint", shown(aws.get_region(endpoint="ec2.us-east-2.amazonaws.com")))
there = aws.Provider("there", region="cn-northwest-1")
pulumi.export("partition_there", aws.get_partition_output(opts=pulumi.InvokeOutputOptions(provider=there)).apply(shown))
"""


def region(name: str, description: str, suffix: str = "amazonaws.com") -> dict[str, str]:
    """What getRegion answers."""
    shown = {"description": description, "endpoint": f"ec2.{name}.{suffix}", "id": name, "name": name}
    return {**shown, "region": name}


def test_a_program_learns_where_it_is(project: Project) -> None:
    """Account, partition and region, in a preview as well; a name, an endpoint or a provider leads to another one."""
    sandbox = project(PROGRAM)
    assert "123456789012" in sandbox.pulumi("preview")
    sandbox.up()
    said: dict[str, Any] = json.loads(sandbox.run("pulumi", "stack", "output", "--json").stdout)
    caller = sandbox.aws("sts").get_caller_identity()
    assert {
        "account_id": caller["Account"],
        "arn": caller["Arn"],
        "id": caller["Account"],
        "user_id": caller["UserId"],
    } == said["caller"]
    partition = {"dns_suffix": "amazonaws.com", "id": "aws", "partition": "aws", "reverse_dns_prefix": "com.amazonaws"}
    assert partition == said["partition"]
    assert region("eu-west-1", "Europe (Ireland)") == said["region"]
    assert region("cn-north-1", "China (Beijing)", "amazonaws.com.cn") == said["other"]
    assert region("us-east-2", "US East (Ohio)") == said["by_endpoint"]
    assert ("aws-cn", "cn.com.amazonaws") == (
        said["partition_there"]["partition"],
        said["partition_there"]["reverse_dns_prefix"],
    )


WRONG = {
    "get_region(region='eu-west-9')": "AWS has no region of region 'eu-west-9'",
    "get_region(region='eu-west-1', endpoint='ec2.eu-west-2.amazonaws.com')": "endpoint 'ec2.eu-west-2.amazonaws.com'",
    "ec2.get_ami(owners=['self'])": "does not know the function aws:ec2/getAmi:getAmi; it knows aws:ec2/getRouteTable",
}


def test_what_cannot_be_looked_up_is_told(project: Project) -> None:
    """A region that does not exist is named, a function that the sandbox lacks as well."""
    sandbox = project("")
    for call, message in WRONG.items():
        sandbox.write(f"import pulumi_aws as aws\naws.{call}\n")
        assert message in sandbox.pulumi("preview", code=1)


# What each function is asked: nothing, unless it needs more. There are a default VPC, CLUSTER and PARAMETER.
CLUSTER, PARAMETER = "apps-test", "/web/image"
ASKED: dict[str, Properties] = {
    "aws:ec2/getRouteTable:getRouteTable": {"filters": [{"name": "association.main", "values": ["true"]}]},
    "aws:ec2/getSubnet:getSubnet": {"availabilityZone": "eu-west-1a"},
    "aws:ecs/getCluster:getCluster": {"clusterName": CLUSTER},
    "aws:ssm/getParameter:getParameter": {"name": PARAMETER},
    "aws:ssm/getParametersByPath:getParametersByPath": {"path": "/web"},
}


def test_an_answer_has_every_field(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is pulumi_aws's own, and a field that is never set would be None in the sandbox, and a value on AWS."""
    for name, value in {"ENDPOINT_URL": world.endpoint, "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    session = Session({"region": PropertyValue("eu-west-1")})
    session.client("ecs").create_cluster(clusterName=CLUSTER)
    session.client("ssm").put_parameter(Name=PARAMETER, Value="build-1", Type="String")
    for lookup in ALL:
        answer = lookup.answer(session, ASKED.get(lookup.token, {}))
        result = result_of(lookup.token)
        assert set(_types.output_type_types(result)) == answer.keys(), lookup.token
        assert repr(lookup.token) in inspect.getsource(inspect.getmodule(result))  # type: ignore[arg-type]


def result_of(token: str) -> type:
    """The class in pulumi_aws of what a function answers: of `aws:ec2/getVpc:getVpc` it is ec2.GetVpcResult."""
    _, path, name = token.split(":")
    module = path.partition("/")[0]
    package = pulumi_aws if module == "index" else getattr(pulumi_aws, module)
    found: type = getattr(package, f"{name[0].upper()}{name[1:]}Result")
    return found


def test_every_region_is_in_its_partition() -> None:
    """The tables agree with themselves, and names that are no region's are in no partition."""
    found = {each.name: each.partition for each in known_regions()}
    assert "aws-global" not in found
    assert found == {name: partition_of(name) for name in found}
    assert partition_of("moon-north-1") is None
