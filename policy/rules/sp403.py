"""SP403: a build owns its machine only if it must, and no secret can be read where builds and tasks are looked at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iam import Answer, Policies, Request, evaluate
from iam.wildcards import matches
from policy.builders import builders, runs_as
from policy.builds.project import pushes
from policy.builds.reference import target
from policy.environments import DEFAULT, Environments
from policy.holders import Holder
from policy.model import PROJECT, UNKNOWN, Finding, Judge, Resource, Rule, undetermined
from policy.pushes import Registry
from policy.variables import variables

_PRIVILEGED = "environment.privilegedMode"
_PUSH_IN_PUBLIC = "ecr-public:PutImage"


def plain_secrets(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find environment variables of builds and containers that hold what is likely to be a secret.

    A value that is not known in a preview is judged before the update makes anything of it.
    """
    for resource in resources:
        for variable in variables(resource):
            if variable.is_secret:
                way = (
                    "Give it the type SECRETS_MANAGER or PARAMETER_STORE"
                    if resource.type == PROJECT
                    else "Name it among the container's secrets"
                )
                yield Finding(
                    resource.urn,
                    f"{resource.name}: {variable.place} looks like a secret, and whoever may look at the resource can "
                    f"read it. {way}, and say where it lies; and change the secret.",
                )


def idle_privileges(trusted: Sequence[str] = ()) -> Judge:
    """Make the judge for build projects, those with names as `trusted` left out. Default: none is.

    A build that is privileged owns its machine, which Docker needs: so may one whose role can push an image, or whose
    buildspec pushes one to another registry. What a file of the source says is not known, so the role decides. Of a
    role that is elsewhere, or whose policies are not known, SP101 speaks: here such a project passes.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        privileged = [each for each in resources if _privileged(each) and not _is_trusted(each, trusted)]
        if not privileged:
            return
        registry, roles = Registry(resources, Environments(DEFAULT)), builders(resources)
        for project in privileged:
            own = [each for each in roles if each.resource and runs_as(project, each.resource)]
            if not own or any(_may_push(each, registry) for each in own) or _pushes_elsewhere(project):
                continue
            if _privileged(project) is UNKNOWN:
                yield undetermined(project, _PRIVILEGED)
                continue
            yield Finding(
                project.urn,
                f"{project.name}: its builds are privileged, so they own their machine, and its role can push no "
                "image. Leave privileged_mode out; if they need Docker all the same, name the project in the pack's "
                "configuration.",
            )

    return judge


def _privileged(project: Resource) -> Any:
    """Whether a build owns its machine. UNKNOWN if that is not known."""
    environment = project.props.get("environment") if project.type == PROJECT else None
    return environment.get("privilegedMode") if isinstance(environment, Mapping) else environment


def _is_trusted(project: Resource, trusted: Sequence[str]) -> bool:
    name = project.props.get("name")
    return isinstance(name, str) and any(matches(each, name) for each in trusted)


def _may_push(role: Holder, registry: Registry) -> bool:
    """Whether it may push somewhere, as far as is known: to a private registry or to the public one."""
    asked = Request(_PUSH_IN_PUBLIC, UNKNOWN, role.arn)
    # A document of which nothing is known may allow this, too.
    publicly = evaluate(asked, Policies(identity=role.documents)).answer is not Answer.DENIED
    return publicly or bool(registry.reached_by(role))


def _pushes_elsewhere(project: Resource) -> bool:
    """Whether its buildspec says that it pushes to a registry that asks no role."""
    return any(target(push.reference) is None for push in pushes(project))


def _configured(config: Mapping[str, Any]) -> Judge:
    return idle_privileges(config.get("privileged") or ())


RULES = (
    Rule(
        name="SP403-no-plain-secrets",
        description="No environment variable of a build or a container holds a secret.",
        why="Whoever may look at a build project or a task definition can read its environment variables.",
        fails="An environment variable of a build or a container that holds what is likely to be a secret.",
        fix=(
            "Put it into Secrets Manager or Parameter Store, name it as such (type, or the container's secrets), "
            "and change the secret."
        ),
        passes="What is not known in a preview: the rule runs again when it is, before anything is made.",
        pages=(
            "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
            "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
        ),
        severity="medium",
        alone=True,
        judge=plain_secrets,
    ),
    Rule(
        name="SP403-privileged-to-push",
        description="Only builds that push images are privileged.",
        why="A privileged build owns the machine that it runs on. Docker needs that; little else does.",
        fails=(
            "A privileged build whose role can push no image, and whose buildspec pushes none to another "
            "registry; and one of which it is not known whether it is privileged."
        ),
        fix=(
            "Leave privileged_mode out; if builds need Docker all the same, name the project in the pack's "
            "configuration."
        ),
        passes="Projects of whose role nothing is known: SP101 speaks of those.",
        pages=("https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",),
        severity="medium",
        alone=False,
        judge=idle_privileges(),
        options={
            "privileged": {
                "description": "What the names of build projects look like that need Docker without pushing to ECR, "
                "such as for tests; * is anything.",
                "type": "array",
                "items": {"type": "string"},
            }
        },
        configured=_configured,
    ),
)
