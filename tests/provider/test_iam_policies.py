"""Policies in, beside and attached to roles, by the real Pulumi CLI, and what IAM holds afterwards."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox
from tests.provider.iam_held import DOCUMENTS, attached, inside

Project = Callable[[str], Sandbox]

START = (
    DOCUMENTS
    + """
builder = iam.Role("builder", name="builder", assume_role_policy=trust("codebuild"))
"""
)
POLICY = DOCUMENTS + 'iam.Policy("pull", name="pull", path="/ci/", policy=may("ecr:1"), tags={"team": "blue"})\n'
ARN = "arn:aws:iam::123456789012:policy/ci/pull"


def allowed(sandbox: Sandbox, arn: str = ARN) -> list[str]:
    """What a managed policy allows now."""
    iam = sandbox.aws("iam")
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    actions: list[str] = document["Statement"][0]["Action"]
    return actions


def own_policies(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The account's own managed policies."""
    policies: list[dict[str, Any]] = sandbox.aws("iam").list_policies(Scope="Local")["Policies"]
    return policies


def test_a_policy_is_made_tagged_and_goes(project: Project) -> None:
    """Its id is its ARN. The next preview has nothing to do; destroy takes all versions, whoever made them."""
    sandbox = project(POLICY)
    sandbox.up()
    iam = sandbox.aws("iam")
    held = iam.get_policy(PolicyArn=ARN)["Policy"]
    assert [{"Key": "team", "Value": "blue"}] == held["Tags"]
    state = sandbox.resources()["pull"]
    assert (ARN, ARN, held["PolicyId"], 0) == (
        state["id"],
        *(state["outputs"][name] for name in ("arn", "policyId", "attachmentCount")),
    )
    assert {} == sandbox.planned("--refresh")
    spare = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})
    iam.create_policy_version(PolicyArn=ARN, PolicyDocument=spare, SetAsDefault=False)
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == own_policies(sandbox)


def test_another_document_is_another_version_and_the_oldest_goes(project: Project) -> None:
    """IAM keeps five versions: the sixth document takes the place of the oldest that is not in force."""
    sandbox = project(POLICY)
    sandbox.up()
    iam = sandbox.aws("iam")
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ecr:2"], "Resource": "*"}]}
    for _ in range(4):
        iam.create_policy_version(PolicyArn=ARN, PolicyDocument=json.dumps(document), SetAsDefault=False)
    sandbox.write(POLICY.replace("ecr:1", "ecr:6").replace("blue", "red"))
    assert {"update": ["pull"]} == sandbox.planned()
    sandbox.up()
    versions = {version["VersionId"] for version in iam.list_policy_versions(PolicyArn=ARN)["Versions"]}
    assert {"v1", "v3", "v4", "v5", "v6"} == versions
    assert ["ecr:6"] == allowed(sandbox)
    assert [{"Key": "team", "Value": "red"}] == iam.get_policy(PolicyArn=ARN)["Policy"]["Tags"]


def test_drift_of_a_policy_is_found_and_mended(project: Project) -> None:
    """The update puts the program's document in force again. Another path is another policy."""
    sandbox = project(POLICY)
    sandbox.up()
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}
    sandbox.aws("iam").create_policy_version(PolicyArn=ARN, PolicyDocument=json.dumps(document), SetAsDefault=True)
    sandbox.up("--refresh")
    assert ["ecr:1"] == allowed(sandbox)
    sandbox.write(POLICY.replace("/ci/", "/cd/"))
    assert {"replace": ["pull"]}.items() <= sandbox.planned().items()


def test_a_policy_inside_a_role(project: Project) -> None:
    """Its id is `role:name`. It changes in place; without a name it is another one, with a name of its own."""
    program = START + 'iam.RolePolicy("logs", name="logs", role=builder.id, policy=may("logs:Put"))\n'
    sandbox = project(program)
    sandbox.up()
    assert "builder:logs" == sandbox.resources()["logs"]["id"]
    assert {} == sandbox.planned("--refresh")
    sandbox.write(program.replace("logs:Put", "logs:Get"))
    sandbox.up()
    assert {"logs": ["logs:Get"]} == inside(sandbox, "builder")
    sandbox.write(program.replace('"logs", name="logs"', '"logs"'))
    sandbox.up()
    (name,) = inside(sandbox, "builder")
    assert name.startswith("logs-")


def test_attachments_of_ones_own_and_of_awss_policies(project: Project) -> None:
    """What was detached is attached again; an attachment with another policy is another attachment."""
    program = (
        START
        + """
pull = iam.Policy("pull", name="pull", policy=may("ecr:*"))
iam.RolePolicyAttachment("own", role=builder.name, policy_arn=pull.arn)
iam.RolePolicyAttachment("awss", role=builder.name, policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess")
"""
    )
    sandbox = project(program)
    sandbox.up()
    assert ["ReadOnlyAccess", "pull"] == attached(sandbox, "builder")
    assert "builder/arn:aws:iam::aws:policy/ReadOnlyAccess" == sandbox.resources()["awss"]["id"]
    assert {} == sandbox.planned("--refresh")
    iam = sandbox.aws("iam")
    iam.detach_role_policy(RoleName="builder", PolicyArn="arn:aws:iam::123456789012:policy/pull")
    sandbox.write(program.replace("ReadOnlyAccess", "AWSCodeBuildReadOnlyAccess"))
    sandbox.up("--refresh")
    assert ["AWSCodeBuildReadOnlyAccess", "pull"] == attached(sandbox, "builder")


def test_policies_can_be_imported(project: Project) -> None:
    """By ARN, by `role:name` and by `role/arn`; afterwards there is no difference."""
    made = (
        START
        + """
pull = iam.Policy("pull", name="pull", policy=may("ecr:*"))
"""
    )
    sandbox = project(made)
    sandbox.up()
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ecr:*"], "Resource": "*"}]}
    iam, arn = sandbox.aws("iam"), "arn:aws:iam::123456789012:policy/old"
    iam.create_policy(PolicyName="old", PolicyDocument=json.dumps(document))
    iam.put_role_policy(RoleName="builder", PolicyName="old", PolicyDocument=json.dumps(document))
    iam.attach_role_policy(RoleName="builder", PolicyArn=arn)
    program = (
        made
        + f"""
def old(id):
    return pulumi.ResourceOptions(import_=id if IMPORTED else None)

iam.Policy("old", name="old", policy=may("ecr:*"), opts=old({arn!r}))
iam.RolePolicy("in", name="old", role=builder.name, policy=may("ecr:*"), opts=old("builder:old"))
iam.RolePolicyAttachment("at", role=builder.name, policy_arn={arn!r}, opts=old("builder/{arn}"))
"""
    )
    sandbox.write(program.replace("IMPORTED", "True"))
    assert "3 imported" in sandbox.up()
    sandbox.write(program.replace("IMPORTED", "False"))
    assert {} == sandbox.planned("--refresh")
