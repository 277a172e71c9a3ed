"""What exists already and comes under Pulumi's care, by the real CLI."""

import json
from collections.abc import Callable

import pytest
from pulumi_aws import codebuild, ecr

from splitctl.sandbox.provider.package import package
from splitctl.sandbox.provider.types import TYPES
from tests.conftest import Sandbox
from tests.provider.held import repository

Project = Callable[[str], Sandbox]

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}],
}
# What a text may hold that Python, PCL or JSON write another way.
ODD = '$${a} %{b} \\ "é" \U0001f600\n\t\'{c}'


def make(sandbox: Sandbox) -> None:
    """A repository with tags, a setting and a policy, made without Pulumi."""
    client = sandbox.aws("ecr")
    client.create_repository(
        repositoryName="web",
        imageScanningConfiguration={"scanOnPush": True},
        tags=[{"Key": "odd key", "Value": ODD}, {"Key": "team", "Value": "blue"}],
    )
    client.set_repository_policy(repositoryName="web", policyText=json.dumps(POLICY, indent=1))


def written(printed: str) -> str:
    """The program that an import printed."""
    return printed[printed.index("import pulumi\n") :]


def test_an_import_prints_the_program(project: Project) -> None:
    """It ends well, protects what it took in, and a stack with the program that it printed has nothing to do."""
    sandbox = project("")
    make(sandbox)
    printed = sandbox.run(
        "pulumi", "--non-interactive", "import", "aws:ecr/repository:Repository", "my-web", "web", "-y"
    )
    assert "" == printed.stderr
    text = written(printed.stdout)
    assert 'my_web = aws.ecr.Repository("my-web",' in text
    assert '"scan_on_push": True,' in text
    assert "kms_key" not in text
    assert "opts=pulumi.ResourceOptions(protect=True)" in text
    sandbox.write(text)
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")


def test_several_are_imported_by_a_file(project: Project) -> None:
    """Without protection, with a provider of their own; the program refers to it, and a destroy removes all."""
    provider = "import pulumi_aws as aws\nthere = aws.Provider('there', region='eu-west-1')\n"
    sandbox = project(provider)
    sandbox.up()
    make(sandbox)
    reference = sandbox.resources()["there"]["urn"]
    found = {"aws:ecr/repository:Repository": "web", "aws:ecr/repositoryPolicy:RepositoryPolicy": "readers"}
    resources = [{"type": type_, "name": name, "id": "web", "provider": "there"} for type_, name in found.items()]
    (sandbox.folder / "all.json").write_text(json.dumps({"nameTable": {"there": reference}, "resources": resources}))
    printed = sandbox.run("pulumi", "--non-interactive", "import", "--file", "all.json", "--protect=false", "-y").stdout
    assert "provider=there" in written(printed)
    assert "protect" not in written(printed)
    sandbox.write(provider + written(printed))
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == sandbox.aws("ecr").describe_repositories()["repositories"]


OPTION = """
import pulumi
from pulumi_aws import ecr
ecr.Repository("web", name="web", image_scanning_configuration={"scan_on_push": True}, tags=TAGS,
    opts=pulumi.ResourceOptions(import_="web"))
"""


def test_a_program_may_import(project: Project) -> None:
    """By the `import_` option: what is as the program says is taken in unchanged, secrets are kept secret."""
    tags = f"{{'odd key': pulumi.Output.secret({ODD!r}), 'team': 'blue'}}"
    sandbox = project(OPTION.replace("TAGS", tags))
    make(sandbox)
    assert ["web"] == sandbox.planned()["import"]
    sandbox.up()
    assert {"odd key": ODD, "team": "blue"} == repository(sandbox)["tags"]
    assert json.dumps(ODD)[1:-1] not in sandbox.run("pulumi", "stack", "export").stdout
    assert {} == sandbox.planned("--refresh")
    sandbox.write(OPTION.replace("TAGS", "{'team': 'red'}"))
    sandbox.up()
    assert {"team": "red"} == repository(sandbox)["tags"]


def test_what_does_not_exist_is_not_imported(project: Project) -> None:
    """One error names it, by command or by option, and the state knows nothing of it."""
    sandbox = project("")
    command = ("import", "aws:ecr/repository:Repository", "web", "nowhere", "-y", "--skip-preview")
    assert "resource 'nowhere' does not exist" in sandbox.pulumi(*command, code=1)
    assert "web" not in sandbox.resources()
    sandbox.write(OPTION.replace('import_="web"', 'import_="nowhere"').replace("TAGS", "{}"))
    assert "resource 'nowhere' does not exist" in sandbox.up(code=1)
    assert "web" not in sandbox.resources()


def test_the_schema_describes_the_types_and_no_other() -> None:
    """Every type that the sandbox knows, with what it leads to."""
    described = package(TYPES.values(), "7.0.0")
    assert TYPES.keys() == described["resources"].keys()
    for reference in _references(described):
        assert reference == "pulumi.json#/Any" or reference.removeprefix("#/types/") in described["types"]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [each for item in value.values() for each in _references(item)]
    return [each for item in value for each in _references(item)] if isinstance(value, list) else []


class Kind:
    """A type, as far as the schema asks."""

    def __init__(self, resource: type, args: type, secret: frozenset[str]) -> None:
        self.resource, self.args = resource, args
        self.secret_names = lambda: secret
        self.token = lambda: str(resource.pulumi_type)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        (Kind(ecr.Repository, ecr.RepositoryArgs, frozenset()), "forceDelete", {"type": "boolean"}),
        (
            Kind(ecr.Repository, ecr.RepositoryArgs, frozenset()),
            "encryptionConfigurations",
            {
                "type": "array",
                "items": {
                    "$ref": "#/types/aws:ecr/RepositoryEncryptionConfiguration:RepositoryEncryptionConfiguration"
                },
            },
        ),
        (
            Kind(ecr.Repository, ecr.RepositoryArgs, frozenset()),
            "tags",
            {"type": "object", "additionalProperties": {"type": "string"}},
        ),
        (Kind(ecr.Repository, ecr.RepositoryArgs, frozenset()), "registryId", {"type": "string"}),
        (
            Kind(codebuild.Webhook, codebuild.WebhookArgs, frozenset({"secret"})),
            "secret",
            {"type": "string", "secret": True},
        ),
    ],
)
def test_properties_have_their_types(kind: Kind, name: str, wanted: dict[str, object]) -> None:
    """As in the classes of pulumi_aws: simple ones, lists, objects, and what is always secret."""
    described = package([kind], "7.0.0")  # type: ignore[list-item]
    (resource,) = described["resources"].values()
    assert wanted == resource["properties"][name]
