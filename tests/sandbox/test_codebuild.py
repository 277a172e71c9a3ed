"""CodeBuild's projects in the embedded AWS."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

ARN = "arn:aws:codebuild:eu-west-1:123456789012:project/web"
CURATED = "aws/codebuild/amazonlinux-x86_64-standard:6.0"
ENVIRONMENT = {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": CURATED}
ROLE = "arn:aws:iam::123456789012:role/build"
SOURCE = {"type": "GITHUB", "location": "https://github.com/o/web.git"}
WEB: dict[str, Any] = {
    "name": "web",
    "serviceRole": ROLE,
    "source": SOURCE,
    "artifacts": {"type": "NO_ARTIFACTS"},
    "environment": ENVIRONMENT,
}


@pytest.fixture
def codebuild(world: World) -> Any:
    """A client of a world of the test's own."""
    return boto3.client(
        "codebuild", "eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


def held(codebuild: Any) -> dict[str, Any]:
    """The project `web`."""
    (found,) = codebuild.batch_get_projects(names=["web"])["projects"]
    return dict(found)


def test_all_that_a_project_is_made_with_is_given_back(codebuild: Any) -> None:
    """Whatever the request says comes back, with AWS's defaults for the rest."""
    more: dict[str, Any] = {
        "description": "Builds web",
        "sourceVersion": "main",
        "secondarySources": [{"type": "S3", "location": "bucket/lib.zip", "sourceIdentifier": "lib"}],
        "secondarySourceVersions": [{"sourceIdentifier": "lib", "sourceVersion": "1"}],
        "cache": {"type": "LOCAL", "modes": ["LOCAL_SOURCE_CACHE"]},
        "timeoutInMinutes": 30,
        "queuedTimeoutInMinutes": 20,
        "encryptionKey": "alias/mine",
        "tags": [{"key": "team", "value": "blue"}],
        "vpcConfig": {"vpcId": "vpc-1", "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        "logsConfig": {"cloudWatchLogs": {"status": "ENABLED", "groupName": "web"}},
        "concurrentBuildLimit": 2,
        "autoRetryLimit": 1,
        "fileSystemLocations": [{"type": "EFS", "identifier": "files"}],
        "buildBatchConfig": {"serviceRole": ROLE},
    }
    codebuild.create_project(**WEB, **more)
    project = held(codebuild)
    assert more == {name: project[name] for name in more}
    assert {"insecureSsl": False, **SOURCE} == project["source"]
    assert project["environment"] == {
        **ENVIRONMENT,
        "environmentVariables": [],
        "imagePullCredentialsType": "CODEBUILD",
        "privilegedMode": False,
    }
    assert "PRIVATE" == project["projectVisibility"]


def test_projects_are_found_by_name_and_arn_and_the_others_named(codebuild: Any) -> None:
    """BatchGetProjects says what it did not find."""
    codebuild.create_project(**WEB)
    found = codebuild.batch_get_projects(names=["web", "nobody", ARN, ARN + "x"])
    assert [ARN, ARN] == [project["arn"] for project in found["projects"]]
    assert ["nobody", ARN + "x"] == found["projectsNotFound"]


def test_a_name_is_taken_once(codebuild: Any) -> None:
    """A second project of that name is refused, and the first stays as it is."""
    codebuild.create_project(**WEB)
    with pytest.raises(codebuild.exceptions.ResourceAlreadyExistsException, match=ARN):
        codebuild.create_project(**WEB | {"description": "another"})
    assert "description" not in held(codebuild)


def test_an_update_changes_what_it_names(codebuild: Any) -> None:
    """Members that are given replace the held ones as a whole, and are filled in anew; all others stay."""
    variable = {"name": "A", "value": "1", "type": "PLAINTEXT"}
    codebuild.create_project(
        **WEB | {"environment": ENVIRONMENT | {"privilegedMode": True}}, description="d", badgeEnabled=True
    )
    before = held(codebuild)
    codebuild.update_project(name="web", environment=ENVIRONMENT | {"environmentVariables": [variable]})
    after = held(codebuild)
    assert [variable] == after["environment"]["environmentVariables"]
    assert after["environment"]["privilegedMode"] is False
    assert before["lastModified"] < after["lastModified"]
    for name in before.keys() - {"environment", "lastModified"}:
        assert before[name] == after[name]


def test_an_update_takes_away_what_it_empties(codebuild: Any) -> None:
    """An empty description, no VPC, and a limit of -1."""
    vpc = {"vpcId": "vpc-1", "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}
    codebuild.create_project(**WEB, description="d", sourceVersion="main", vpcConfig=vpc, concurrentBuildLimit=2)
    gone = {"description": "", "sourceVersion": "", "vpcConfig": {}, "concurrentBuildLimit": -1}
    assert gone.keys() <= held(codebuild).keys()
    codebuild.update_project(name="web", **gone)
    assert set() == gone.keys() & held(codebuild).keys()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"serviceRole": "arn:aws:iam::999999999999:role/build"}, "account ID does not match"),
        ({"serviceRole": "build"}, "account ID does not match"),
        ({"source": {"type": "GITHUB"}}, "source location is required"),
        ({"source": {"type": "NO_SOURCE"}}, "NO_SOURCE needs a buildspec"),
        (
            {"source": {"type": "S3", "location": "bucket/a.zip", "reportBuildStatus": True}},
            "S3 does not support ReportBuildStatus",
        ),
        ({"artifacts": {"type": "NO_ARTIFACTS", "encryptionDisabled": False}}, "should have null encryptionDisabled"),
        ({"artifacts": {"type": "NO_ARTIFACTS", "location": "bucket"}}, "should have null location"),
        ({"artifacts": {"type": "S3"}}, "artifact type S3 needs a location"),
        ({"environment": ENVIRONMENT | {"type": "LINUX"}}, r"'environment\.type' .*LINUX_CONTAINER"),
        ({"environment": ENVIRONMENT | {"computeType": "BUILD_LAMBDA_1GB"}}, "not available for environment type"),
        ({"environment": ENVIRONMENT | {"imagePullCredentialsType": "SERVICE_ROLE"}}, "CodeBuild's own .*CODEBUILD"),
        ({"cache": {"type": "S3"}}, "location is required for cache type S3"),
        ({"timeoutInMinutes": 2161}, "'timeoutInMinutes' .*2160"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_aws_refuses_is_refused(codebuild: Any, change: dict[str, Any], reason: str) -> None:
    """In a new project as in a change of one, which then stays as it was."""
    with pytest.raises(codebuild.exceptions.InvalidInputException, match=reason):
        codebuild.create_project(**WEB | change)
    assert [] == codebuild.list_projects()["projects"]
    codebuild.create_project(**WEB)
    before = held(codebuild)
    with pytest.raises(codebuild.exceptions.InvalidInputException, match=reason):
        codebuild.update_project(name="web", **change)
    assert before == held(codebuild)


def test_a_refusal_does_not_repeat_a_value(codebuild: Any) -> None:
    """It may be a secret."""
    variables = [{"name": "TOKEN", "value": "hunter2", "type": "hunter2"}]
    with pytest.raises(ClientError) as refused:
        codebuild.create_project(**WEB | {"environment": ENVIRONMENT | {"environmentVariables": variables}})
    assert "hunter2" not in str(refused.value)


def test_what_is_not_there_cannot_be_changed_or_built(codebuild: Any) -> None:
    """But a project that is gone can be deleted again."""
    missing = codebuild.exceptions.ResourceNotFoundException
    with pytest.raises(missing, match=ARN):
        codebuild.update_project(name="web", description="d")
    with pytest.raises(missing, match=ARN):
        codebuild.start_build(projectName="web")
    codebuild.delete_project(name="web")


def test_builds_are_counted(codebuild: Any) -> None:
    """From 1, for each project by itself, and anew for a new project of that name."""
    for name in ("web", "site"):
        codebuild.create_project(**WEB | {"name": name})
    projects = ("web", "web", "site", "web")
    assert [1, 2, 1, 3] == [codebuild.start_build(projectName=name)["build"]["buildNumber"] for name in projects]
    codebuild.delete_project(name=ARN)
    codebuild.create_project(**WEB)
    assert 1 == codebuild.start_build(projectName="web")["build"]["buildNumber"]


def test_a_public_project_has_an_alias(codebuild: Any) -> None:
    """As long as it is public."""
    codebuild.create_project(**WEB)
    public = codebuild.update_project_visibility(projectArn=ARN, projectVisibility="PUBLIC_READ")
    assert public["publicProjectAlias"] == held(codebuild)["publicProjectAlias"]
    codebuild.update_project_visibility(projectArn=ARN, projectVisibility="PRIVATE")
    assert "publicProjectAlias" not in held(codebuild)
