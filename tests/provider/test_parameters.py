"""aws:ssm/parameter:Parameter, and looking parameters up, by the real Pulumi CLI."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

PROGRAM = """
import pulumi
from pulumi_aws import ssm
ssm.Parameter("image", name="/web/image", type="String", value="build-1", description="what runs",
    allowed_pattern="build-[0-9]+", tags={"team": "blue"})
ssm.Parameter("open", name="/web/open", type="String", insecure_value="seen", tier="Intelligent-Tiering")
ssm.Parameter("key", type="SecureString", value="Geheim")
"""


def parameters(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """The parameters that there are, by name, with their values and tags."""
    ssm, found = sandbox.aws("ssm"), {}
    for each in ssm.describe_parameters()["Parameters"]:
        name = each["Name"]
        value = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"]
        found[name] = {**each, "Value": value, "tags": {tag["Key"]: tag["Value"] for tag in tags}}
    return found


def test_parameters_are_made_as_the_program_says_and_go(project: Project) -> None:
    """Inputs arrive, an insecure value alone shows in the state, a preview finds no change, destroy leaves nothing."""
    sandbox = project(PROGRAM)
    printed = sandbox.up("--diff")
    held = parameters(sandbox)
    image, shown = held["/web/image"], held["/web/open"]
    assert ("build-1", "what runs", "build-[0-9]+") == (image["Value"], image["Description"], image["AllowedPattern"])
    assert ("Standard", "text", {"team": "blue"}) == (image["Tier"], image["DataType"], image["tags"])
    assert ("seen", "Standard") == (shown["Value"], shown["Tier"])
    (key,) = (name for name in held if name.startswith("key-"))
    assert ("Geheim", "alias/aws/ssm") == (held[key]["Value"], held[key]["KeyId"])
    state = sandbox.resources()
    assert ("/web/image", 1) == (state["image"]["id"], state["image"]["outputs"]["version"])
    assert state["image"]["outputs"]["arn"].endswith(":parameter/web/image")
    assert "seen" == state["open"]["outputs"]["insecureValue"]
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("refresh", "--yes", "--diff")
    assert "seen" == sandbox.resources()["open"]["outputs"]["insecureValue"]
    kept = printed + sandbox.run("pulumi", "stack", "export").stdout
    assert [] == [word for word in ("Geheim", '"build-1"') if word in kept]
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert {} == parameters(sandbox)


def test_drift_of_parameters_is_found_and_mended(project: Project) -> None:
    """Another value, tags, and one that is gone; a new value is as secret as the old one."""
    sandbox = project(PROGRAM)
    sandbox.up()
    ssm = sandbox.aws("ssm")
    ssm.put_parameter(Name="/web/image", Value="build-2", AllowedPattern="", Description="", Overwrite=True)
    ssm.add_tags_to_resource(
        ResourceType="Parameter",
        ResourceId="/web/image",
        Tags=[{"Key": "team", "Value": "red"}, {"Key": "x", "Value": "y"}],
    )
    ssm.delete_parameter(Name="/web/open")
    assert {"create": ["open"], "update": ["image"]} == sandbox.planned("--refresh")
    assert "build-2" not in sandbox.up("--refresh", "--diff")
    image = parameters(sandbox)["/web/image"]
    assert ("build-1", "what runs", "build-[0-9]+") == (image["Value"], image["Description"], image["AllowedPattern"])
    assert ({"team": "blue"}, 3) == (image["tags"], image["Version"])
    assert "seen" == parameters(sandbox)["/web/open"]["Value"]


def test_parameters_change_in_place_but_for_names_and_data_types(project: Project) -> None:
    """Values, types and tags change where they are, tags alone make no version, and no tier is lowered in place."""
    sandbox = project(PROGRAM)
    sandbox.up()
    program = PROGRAM.replace('"blue"', '"red"').replace('tier="Intelligent-Tiering"', 'tier="Advanced"')
    program = program.replace('value="Geheim"', 'value="Anderes"')
    sandbox.write(program)
    assert {"update": ["image", "key", "open"]} == sandbox.planned()
    sandbox.up()
    held = parameters(sandbox)
    assert (1, {"team": "red"}) == (held["/web/image"]["Version"], held["/web/image"]["tags"])
    assert "Advanced" == held["/web/open"]["Tier"]
    assert ["Anderes"] == [each["Value"] for name, each in held.items() if name.startswith("key-")]
    program = program.replace('tier="Advanced"', 'tier="Standard"').replace("/web/image", "/web/tag")
    program = program.replace('type="SecureString", value', 'type="String", value').replace(
        ' description="what runs",', ""
    )
    sandbox.write(program)
    planned = sandbox.planned()
    assert (["image", "open"], ["key"]) == (planned["replace"], planned["update"])
    sandbox.up()
    now = parameters(sandbox)
    assert ("Standard", 1) == (now["/web/open"]["Tier"], now["/web/open"]["Version"])
    assert ("build-1", None) == (now["/web/tag"]["Value"], now["/web/tag"].get("Description"))
    assert "/web/image" not in now
    assert ["String"] == [each["Type"] for name, each in now.items() if name.startswith("key-")]
    assert {} == sandbox.planned("--refresh")


TAKEN = """
import pulumi
from pulumi_aws import ssm
ssm.Parameter("there", name="/web/there", type="String", value="mine"OPTIONS)
"""


def test_a_parameter_that_exists_is_overwritten_only_if_the_program_says_so(project: Project) -> None:
    """Without `overwrite` it is an error; with it, it becomes what the program says; and it can be imported."""
    sandbox = project(TAKEN.replace("OPTIONS", ""))
    ssm = sandbox.aws("ssm")
    ssm.put_parameter(Name="/web/there", Value="theirs", Type="String")
    assert "ParameterAlreadyExists" in sandbox.up(code=1)
    sandbox.write(TAKEN.replace("OPTIONS", ", overwrite=True, tags={'team': 'blue'}"))
    sandbox.up()
    held = parameters(sandbox)["/web/there"]
    assert ("mine", 2, {"team": "blue"}) == (held["Value"], held["Version"], held["tags"])
    sandbox.pulumi("state", "delete", "--yes", sandbox.resources()["there"]["urn"])
    plain = TAKEN.replace("OPTIONS", ", tags={'team': 'blue'}OPTIONS")
    sandbox.write(plain.replace("OPTIONS", ", opts=pulumi.ResourceOptions(import_='/web/there')"))
    assert "1 imported" in sandbox.up()
    sandbox.write(plain.replace("OPTIONS", ""))
    assert {} == sandbox.planned("--refresh")


LOOKED_UP = """
import pulumi
from pulumi_aws import ssm
def shown(found):
    return [found.names, found.types, found.values, found.path, found.recursive, found.with_decryption]
pulumi.export("none", shown(ssm.get_parameters_by_path(path="/nothing")))
pulumi.export("web", shown(ssm.get_parameters_by_path(path="/web")))
pulumi.export("sealed", ssm.get_parameters_by_path_output(path="/", recursive=True, with_decryption=False).values)
pulumi.export("all", ssm.get_parameters_by_path_output(path="/", recursive=True).names)
one = ssm.get_parameter_output(name="/web/open")
pulumi.export("one", [one.arn, one.type, one.version, one.insecure_value])
pulumi.export("value", ssm.get_parameter_output(name="/web/key/old").value)
pulumi.export("there", ssm.get_parameters_by_path(path="/web", region="eu-west-3").values)
"""


def test_a_program_looks_parameters_up(project: Project) -> None:
    """By path, with none yet, and by name. Values are secret in outputs; one that is missing is an error."""
    sandbox = project(LOOKED_UP)
    ssm = sandbox.aws("ssm")
    for number in range(12):  # more than a page
        ssm.put_parameter(Name=f"/pages/{number:02}", Value="x", Type="String")
    ssm.put_parameter(Name="/web/open", Value="seen", Type="String")
    ssm.put_parameter(Name="/web/key/old", Value="Geheim", Type="SecureString")
    assert "Geheim" not in sandbox.up()
    assert "Geheim" not in sandbox.run("pulumi", "stack", "export").stdout
    said = json.loads(sandbox.run("pulumi", "stack", "output", "--json", "--show-secrets").stdout)
    assert [[], [], [], "/nothing", False, True] == said["none"]
    assert [["/web/open"], ["String"], ["seen"], "/web", False, True] == said["web"]
    assert (14, []) == (len(said["all"]), said["there"])
    assert "Geheim" not in said["sealed"]
    assert "Geheim" == said["value"]
    assert ["arn:aws:ssm:eu-west-1:123456789012:parameter/web/open", "String", 1, "seen"] == said["one"]
    sandbox.write("from pulumi_aws import ssm\nssm.get_parameter(name='/web/none')\n")
    assert "ParameterNotFound" in sandbox.pulumi("preview", code=1)
