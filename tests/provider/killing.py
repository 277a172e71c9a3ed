"""Updates that are killed: by whom, and what there must be after the next one."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from splitctl.sandbox import command
from tests.conftest import Sandbox

# Each version replaces, updates, adds or removes something of the one before. One thing in it is named by AWS's rules
# for ids, one by the program, most by nobody; policies and targets hang on things that are replaced.
PROGRAM = """
import json
from pulumi_aws import cloudwatch, ecr, iam
version = VERSION
encryption = [{"encryption_type": ["AES256", "KMS"][version % 2]}]
def rules(count):
    chosen = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count}
    return json.dumps({"rules": [{"rulePriority": 1, "selection": chosen, "action": {"type": "expire"}}]})
reader = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}
trusted = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
allowed = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{version}"}]}
for n in range(2 + version % 3):
    auto = ecr.Repository(f"auto-{n}", encryption_configurations=encryption, tags={"version": str(version)})
    ecr.LifecyclePolicy(f"auto-{n}", repository=auto.name, policy=rules(1 + version))
named = ecr.Repository("named", name="named", encryption_configurations=encryption)
ecr.RepositoryPolicy("named", repository=named.name, policy={"Version": "2012-10-17", "Statement": [reader]})
cloudwatch.LogGroup("logs", retention_in_days=[1, 3][version % 2])
role = iam.Role("role", path=f"/{version % 2}/", assume_role_policy=json.dumps(trusted))
iam.RolePolicy("role", role=role.name, policy=json.dumps(allowed))
policy = iam.Policy("policy", name=f"policy-{version // 2}", policy=json.dumps(allowed))
iam.RolePolicyAttachment("role", role=role.name, policy_arn=policy.arn)
rule = cloudwatch.EventRule("rule", name=f"rule-{version % 2}", schedule_expression="rate(1 day)")
cloudwatch.EventTarget("target", rule=rule.name, arn="arn:aws:sns:eu-west-1:123456789012:topic")
"""


class Killer:
    """Kills updates of one sandbox, at moments that one random number generator chooses."""

    def __init__(self, sandbox: Sandbox, seed: str) -> None:
        self.sandbox, self.random = sandbox, random.Random(seed)

    def kill_an_update(self, seconds: float) -> str:
        """Kill one within `seconds`, or while AWS makes something; say how."""
        inside, environ = command.prepare(self.sandbox.world, self.sandbox.cli, self.sandbox.folder)
        refresh = self.random.choice([[], ["--refresh"]])
        update = subprocess.Popen(
            ["pulumi", "--non-interactive", "up", "--yes", "--skip-preview", *refresh],
            cwd=inside,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        moment, whole = self.random.choice(["time", "note"]), self.random.choice([True, False])
        if moment == "time":
            delay = self.random.uniform(0, seconds)
            time.sleep(delay)
            told = f"after {delay:.3f} s"
        else:
            number = self.random.randrange(1, 16)
            self._await_notes(update, number)
            told = f"at note {number}"
        with contextlib.suppress(ProcessLookupError):  # it was faster
            # The program, the language host and the providers die with it, or notice it a little later.
            os.killpg(update.pid, signal.SIGKILL) if whole else update.kill()
        update.wait()
        return f"{told}, {'all' if whole else 'the CLI'}, {refresh}"

    def _await_notes(self, update: "subprocess.Popen[bytes]", number: int) -> None:
        folder, seen = self.sandbox.world.folder / "journal", dict[str, int]()
        changes = 0
        while changes < number and update.poll() is None:
            now = dict(_written(folder))
            changes += sum(seen.get(name) != at for name, at in now.items())
            seen = now
            time.sleep(0.001)


def _written(folder: Path) -> Iterator[tuple[str, int]]:
    for file in folder.glob("*.json"):
        try:
            yield file.name, file.stat().st_mtime_ns
        except FileNotFoundError:
            continue


def in_the_state(sandbox: Sandbox) -> set[tuple[str, str]]:
    """What Pulumi knows: each AWS resource's short type and id. Nothing may be pending."""
    deployment = json.loads(sandbox.run("pulumi", "stack", "export").stdout)["deployment"]
    assert [] == deployment.get("pending_operations", [])
    found = [each for each in deployment["resources"] if each["type"].startswith("aws:")]
    assert [] == [each["urn"] for each in found if each.get("delete") or each.get("pendingReplacement")]
    known = [(each["type"].rsplit(":", 1)[1], each["id"]) for each in found]
    assert len(known) == len(set(known))
    return set(known)


def in_aws(sandbox: Sandbox) -> set[tuple[str, str]]:
    """What AWS holds, in the same words."""
    ecr, iam, logs, events = (sandbox.aws(service) for service in ("ecr", "iam", "logs", "events"))
    found = set()
    for name in [each["repositoryName"] for each in ecr.describe_repositories()["repositories"]]:
        found.add(("Repository", name))
        for kind, ask in (
            ("LifecyclePolicy", ecr.get_lifecycle_policy),
            ("RepositoryPolicy", ecr.get_repository_policy),
        ):
            try:
                ask(repositoryName=name)
            except (ecr.exceptions.LifecyclePolicyNotFoundException, ecr.exceptions.RepositoryPolicyNotFoundException):
                continue
            found.add((kind, name))
    for role in [each["RoleName"] for each in iam.list_roles()["Roles"]]:
        found.add(("Role", role))
        found |= {("RolePolicy", f"{role}:{name}") for name in iam.list_role_policies(RoleName=role)["PolicyNames"]}
        attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        found |= {("RolePolicyAttachment", f"{role}/{each['PolicyArn']}") for each in attached}
    found |= {("Policy", each["Arn"]) for each in iam.list_policies(Scope="Local")["Policies"]}
    found |= {("LogGroup", each["logGroupName"]) for each in logs.describe_log_groups()["logGroups"]}
    for rule in [each["Name"] for each in events.list_rules()["Rules"]]:
        found.add(("EventRule", rule))
        found |= {("EventTarget", f"{rule}-{each['Id']}") for each in events.list_targets_by_rule(Rule=rule)["Targets"]}
    return found
