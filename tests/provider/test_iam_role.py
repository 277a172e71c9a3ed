"""aws:iam/role:Role by the real Pulumi CLI: what a program says, and what IAM holds afterwards."""

import json
from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.iam_held import DOCUMENTS, attached, inside, role, role_names

Project = Callable[[str], Sandbox]

ROLE = (
    DOCUMENTS
    + """
iam.Role("builder", name="builder", path="/ci/", assume_role_policy=trust("codebuild"), description="builds",
    max_session_duration=7200, tags={"team": "blue"})
"""
)
LISTS = (
    DOCUMENTS
    + """
iam.Role("builder", name="builder", assume_role_policy=trust("codebuild"),
    inline_policies=[{"name": "logs", "policy": may("logs:PutLogEvents")}, {"name": "ecr", "policy": may("ecr:*")}],
    managed_policy_arns=["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/job-function/Billing"])
"""
)
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def test_a_role_is_made_as_the_program_says_and_goes(project: Project) -> None:
    """Every input arrives in IAM, every output is there, the next preview has nothing to do, destroy leaves none."""
    sandbox = project(ROLE)
    sandbox.up()
    held = role(sandbox, "builder")
    assert ("builds", 7200, "/ci/") == (held["Description"], held["MaxSessionDuration"], held["Path"])
    assert {"team": "blue"} == held["Tags"]
    assert {"Service": "codebuild.amazonaws.com"} == held["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    outputs = sandbox.resources()["builder"]["outputs"]
    assert (held["Arn"], held["RoleId"]) == (outputs["arn"], outputs["uniqueId"])
    assert held["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ") == outputs["createDate"]
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == role_names(sandbox)


def test_a_role_without_a_name_gets_one_that_fits(project: Project) -> None:
    """64 characters are IAM's limit: a long name of the resource is shortened."""
    sandbox = project(f"{DOCUMENTS}\niam.Role({'r' * 90!r}, assume_role_policy=trust('ecs'))\n")
    sandbox.up()
    (name,) = role_names(sandbox)
    assert 64 == len(name)
    assert (3600, "/") == (role(sandbox, name)["MaxSessionDuration"], role(sandbox, name)["Path"])


def test_drift_of_a_role_is_found_and_mended(project: Project) -> None:
    """Trust, description, session, boundary and tags: what somebody changed shows, and the update puts it back."""
    sandbox = project(ROLE)
    sandbox.up()
    iam = sandbox.aws("iam")
    trust = json.dumps(role(sandbox, "builder")["AssumeRolePolicyDocument"])
    iam.update_assume_role_policy(RoleName="builder", PolicyDocument=trust.replace("codebuild", "lambda"))
    iam.update_role(RoleName="builder", Description="mine now", MaxSessionDuration=3600)
    iam.put_role_permissions_boundary(RoleName="builder", PermissionsBoundary=READ_ONLY)
    iam.tag_role(RoleName="builder", Tags=[{"Key": "team", "Value": "red"}, {"Key": "more", "Value": "x"}])
    changes = sandbox.pulumi("preview", "--refresh", "--diff")
    assert [] == [name for name in ("assumeRolePolicy", "description", "maxSessionDuration") if name not in changes]
    sandbox.up("--refresh")
    held = role(sandbox, "builder")
    assert ("builds", 7200) == (held["Description"], held["MaxSessionDuration"])
    assert "PermissionsBoundary" not in held
    assert {"team": "blue"} == held["Tags"]
    assert trust == json.dumps(held["AssumeRolePolicyDocument"])


def test_a_role_changes_in_place_but_for_its_name_and_path(project: Project) -> None:
    """A boundary is put on; the same trust in another spelling is no change; another path is another role."""
    sandbox = project(ROLE)
    sandbox.up()
    first = role(sandbox, "builder")["RoleId"]
    sandbox.write(ROLE.replace("tags={", f"permissions_boundary={READ_ONLY!r}, tags={{"))
    sandbox.up()
    assert READ_ONLY == role(sandbox, "builder")["PermissionsBoundary"]["PermissionsBoundaryArn"]
    assert first == role(sandbox, "builder")["RoleId"]
    spaced = ROLE.replace('trust("codebuild")', 'json.dumps(json.loads(trust("codebuild")), indent=2)')
    sandbox.write(spaced.replace("/ci/", "/cd/"))
    sandbox.up()
    assert ("/cd/", False) == (role(sandbox, "builder")["Path"], first == role(sandbox, "builder")["RoleId"])
    assert ["builder"] == role_names(sandbox)
    sandbox.write(ROLE.replace("/ci/", "/cd/"))
    assert {} == sandbox.planned()


def test_listed_policies_are_all_and_the_only_ones(project: Project) -> None:
    """Others that are put there are drift; the order of the lists, and the spelling of documents, mean nothing."""
    sandbox = project(LISTS)
    sandbox.up()
    assert {"ecr": ["ecr:*"], "logs": ["logs:PutLogEvents"]} == inside(sandbox, "builder")
    assert ["Billing", "ReadOnlyAccess"] == attached(sandbox, "builder")
    iam = sandbox.aws("iam")
    document = json.dumps(iam.get_role_policy(RoleName="builder", PolicyName="ecr")["PolicyDocument"])
    iam.put_role_policy(RoleName="builder", PolicyName="mine", PolicyDocument=document.replace("ecr:*", "s3:*"))
    iam.detach_role_policy(RoleName="builder", PolicyArn=READ_ONLY)
    sandbox.up("--refresh")
    assert {"ecr", "logs"} == inside(sandbox, "builder").keys()
    assert ["Billing", "ReadOnlyAccess"] == attached(sandbox, "builder")
    turned = LISTS
    turned = turned.replace('may("ecr:*")}]', 'json.dumps(json.loads(may("ecr:*")), indent=1)}][::-1]')
    sandbox.write(turned)
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == role_names(sandbox)


def test_a_role_that_could_not_be_completed_is_known(project: Project) -> None:
    """The role exists, its policies do not: the failed update says why, and the next one goes on from there."""
    sandbox = project(LISTS.replace("ReadOnlyAccess", "NoSuchPolicy"))
    assert "NoSuchPolicy does not exist" in sandbox.up(code=1)
    first = role(sandbox, "builder")["RoleId"]
    assert "builder" == sandbox.resources()["builder"]["id"]
    sandbox.write(LISTS)
    sandbox.up()
    assert first == role(sandbox, "builder")["RoleId"]
    assert ["Billing", "ReadOnlyAccess"] == attached(sandbox, "builder")
    assert {} == sandbox.planned("--refresh")


def test_policies_that_others_attached_hold_a_role_back(project: Project) -> None:
    """IAM deletes no role with policies: with force_detach_policies they are detached first, without it is an error."""
    sandbox = project(ROLE)
    sandbox.up()
    sandbox.aws("iam").attach_role_policy(RoleName="builder", PolicyArn=READ_ONLY)
    assert "DeleteConflict" in sandbox.pulumi("destroy", "--yes", "--skip-preview", code=1)
    sandbox.write(ROLE.replace("tags={", "force_detach_policies=True, tags={"))
    sandbox.up()
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == role_names(sandbox)


def test_a_role_can_be_imported(project: Project) -> None:
    """By its name; afterwards there is no difference."""
    sandbox = project("")
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    sandbox.aws("iam").create_role(RoleName="old", AssumeRolePolicyDocument=document)
    program = f"{DOCUMENTS}\niam.Role('old', name='old', assume_role_policy=trust('ecs'), opts=OPTIONS)\n"
    sandbox.write(program.replace("OPTIONS", "pulumi.ResourceOptions(import_='old')"))
    assert "1 imported" in sandbox.up()
    sandbox.write(program.replace("OPTIONS", "None"))
    assert {} == sandbox.planned("--refresh")
