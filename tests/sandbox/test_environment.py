"""No real credential, profile or Pulumi backend of the caller's gets into a sandbox."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from splitctl.sandbox.environment import environment
from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World

LEAKS = st.dictionaries(
    st.builds(str.__add__, st.sampled_from(["AWS_", "PULUMI_", "aws_", "Pulumi_"]), st.text("ABCXYZ_", min_size=1)),
    st.just("the caller's own"),
)


@pytest.fixture
def somewhere(tmp_path: Path) -> tuple[World, PulumiCli]:
    """A world that does not run, and a CLI that does not exist: the environment needs neither."""
    return World(tmp_path, "http://127.0.0.1:1", "token"), PulumiCli(tmp_path / "pulumi", "3.259.0", "built", tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leaks=LEAKS)
def test_no_variable_leaks(somewhere: tuple[World, PulumiCli], leaks: dict[str, str]) -> None:
    """Whatever the caller has set for AWS and Pulumi, in whatever case, none of it is left."""
    made = environment(*somewhere, caller={"HOME": "/home/me", "PATH": "/bin", **leaks})
    assert "the caller's own" not in made.values()
    assert "/home/me" == made["HOME"]


def test_the_callers_profiles_are_not_read(somewhere: tuple[World, PulumiCli], tmp_path: Path) -> None:
    """boto3 finds the sandbox's credentials and no profile, though the home folder has both files."""
    home = tmp_path / "home-folder"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws/credentials").write_text("[default]\naws_access_key_id=REAL\naws_secret_access_key=REAL\n")
    (home / ".aws/config").write_text("[default]\nregion=us-gov-west-1\n[profile prod]\nregion=us-east-1\n")
    caller = {"HOME": str(home), "PATH": "/bin", "AWS_PROFILE": "prod", "AWS_ACCESS_KEY_ID": "REAL"}
    program = (
        "import boto3; s = boto3.Session();"
        "print(s.get_credentials().access_key, s.region_name, s.available_profiles, s.client('ecr').meta.endpoint_url)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment(*somewhere, caller=caller), capture_output=True, check=True
    )
    assert "sandbox eu-west-1 [] http://127.0.0.1:1" == ran.stdout.decode().strip()


def test_no_proxy_stands_between(somewhere: tuple[World, PulumiCli]) -> None:
    """The embedded AWS is reached directly, whatever proxy the caller has; its other exceptions stay."""
    made = environment(*somewhere, caller={"HTTP_PROXY": "http://proxy:3128", "no_proxy": "intranet"})
    assert "intranet,127.0.0.1,localhost" == made["NO_PROXY"] == made["no_proxy"]


def test_metadata_and_fetching_are_off(somewhere: tuple[World, PulumiCli]) -> None:
    """Neither an instance's role nor a plugin from elsewhere comes in; with the official provider, plugins may."""
    made = environment(*somewhere)
    assert "true" == made["AWS_EC2_METADATA_DISABLED"]
    assert "true" == made["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]
    assert "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION" not in environment(*somewhere, official_provider=True)


def test_stand_ins_lie_in_the_worlds_own_home(somewhere: tuple[World, PulumiCli]) -> None:
    """Pulumi finds them as installed plugins; with the official provider, ours is not there to be found."""
    world, _ = somewhere
    homes = [Path(environment(*somewhere, official_provider=official)["PULUMI_HOME"]) for official in (False, True)]
    found = [sorted(each.name for each in home.glob("plugins/*/pulumi-*")) for home in homes]
    assert [["pulumi-language-python", "pulumi-resource-aws"], ["pulumi-language-python"]] == found
    assert all(home.is_relative_to(world.folder) for home in homes)
