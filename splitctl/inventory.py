"""What an account holds of pipelines in one region, as AWS itself tells it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from iam import Answer, Document, Policies, Request, evaluate

_ENVIRONMENT, _APP = "split-pipelines:environment", "split-pipelines:app"
_PUSH = "ecr:PutImage"
_SERVICES = 10
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html"""
_BATCH = 100
"""https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html"""


@dataclass(frozen=True)
class Repository:
    """An ECR repository."""

    environment: str
    app: str
    name: str
    arn: str
    mutability: str
    rules: tuple[str, ...]
    """Its lifecycle rules in words, the first to apply first."""


@dataclass(frozen=True)
class BuildProject:
    """A CodeBuild project."""

    environment: str
    app: str
    name: str
    role: str
    started_by: str


@dataclass(frozen=True)
class Role:
    """A role, and the repositories that it may push to."""

    name: str
    pushes_to: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """An ECS service, and what it runs."""

    environment: str
    app: str
    name: str
    running: int
    images: tuple[str, ...]
    """The images of its task definition's containers."""


class Inventory:
    """Asks AWS once for each kind of thing. `session` is boto3's; `endpoint` is where to ask instead of at AWS."""

    def __init__(self, session: Any, region: str, endpoint: str | None = None) -> None:
        self.region = region
        self._session, self._endpoint = session, endpoint

    @cached_property
    def repositories(self) -> list[Repository]:
        """The repositories that pipelines have, sorted by environment and app."""
        ecr = self._client("ecr")
        found = []
        for each in _pages(ecr, "describe_repositories", "repositories"):
            tags = _mapping(ecr.list_tags_for_resource(resourceArn=each["repositoryArn"])["tags"], "Key", "Value")
            if _ENVIRONMENT not in tags:
                continue
            rules = sorted(_rules(ecr, each["repositoryName"]), key=lambda rule: int(rule["rulePriority"]))
            found.append(
                Repository(
                    environment=tags[_ENVIRONMENT],
                    app=tags.get(_APP, ""),
                    name=each["repositoryName"],
                    arn=each["repositoryArn"],
                    mutability=each["imageTagMutability"],
                    rules=tuple(f"{rule['rulePriority']} {rule.get('description', '')}".strip() for rule in rules),
                )
            )
        return sorted(found, key=lambda each: (each.environment, each.app))

    @cached_property
    def builds(self) -> list[BuildProject]:
        """The build projects that pipelines have, sorted by environment and app."""
        codebuild = self._client("codebuild")
        names = _pages(codebuild, "list_projects", "projects")
        batches = [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]
        projects = [each for batch in batches for each in codebuild.batch_get_projects(names=batch)["projects"]]
        found = []
        for each in projects:
            tags = _mapping(each.get("tags", []), "key", "value")
            if _ENVIRONMENT in tags:
                found.append(
                    BuildProject(
                        environment=tags[_ENVIRONMENT],
                        app=tags.get(_APP, ""),
                        name=each["name"],
                        role=each["serviceRole"].rsplit("/", 1)[-1],
                        started_by=_trigger(each.get("webhook")),
                    )
                )
        return sorted(found, key=lambda each: (each.environment, each.app))

    @cached_property
    def builders(self) -> list[Role]:
        """The roles of the build projects, each with the repositories that it may push to, of all that there are.

        What is not known to be denied counts: a role that may push under some condition may push.
        """
        iam = self._client("iam")
        found = []
        for name in sorted({each.role for each in self.builds}):
            arn = iam.get_role(RoleName=name)["Role"]["Arn"]
            policies = Policies(identity=tuple(_documents(iam, name)))
            reached = [
                each.name
                for each in self.repositories
                if evaluate(Request(_PUSH, each.arn, arn), policies).answer is not Answer.DENIED
            ]
            found.append(Role(name, tuple(reached)))
        return found

    @cached_property
    def services(self) -> list[Service]:
        """The services that pipelines have, sorted by environment, app and name."""
        ecs = self._client("ecs")
        found = []
        for cluster in _pages(ecs, "list_clusters", "clusterArns"):
            names = _pages(ecs, "list_services", "serviceArns", cluster=cluster)
            batches = [names[start : start + _SERVICES] for start in range(0, len(names), _SERVICES)]
            for batch in batches:
                described = ecs.describe_services(cluster=cluster, services=batch, include=["TAGS"])["services"]
                found += [_service(ecs, each) for each in described]
        mine = [each for each in found if each.environment]
        return sorted(mine, key=lambda each: (each.environment, each.app, each.name))

    def repository_client(self) -> Any:
        """A client of ECR in this region."""
        return self._client("ecr")

    def _client(self, service: str) -> Any:
        return self._session.client(service, region_name=self.region, endpoint_url=self._endpoint)


def _service(ecs: Any, held: dict[str, Any]) -> Service:
    tags = _mapping(held.get("tags", []), "key", "value")
    definition = ecs.describe_task_definition(taskDefinition=held["taskDefinition"])["taskDefinition"]
    return Service(
        environment=tags.get(_ENVIRONMENT, ""),
        app=tags.get(_APP, ""),
        name=held["serviceName"],
        running=held["runningCount"],
        images=tuple(container["image"] for container in definition["containerDefinitions"]),
    )


def _rules(ecr: Any, repository: str) -> list[dict[str, Any]]:
    """The rules of a repository's lifecycle policy. None if it has none."""
    try:
        text = ecr.get_lifecycle_policy(repositoryName=repository)["lifecyclePolicyText"]
    except ecr.exceptions.LifecyclePolicyNotFoundException:
        return []
    found: list[dict[str, Any]] = json.loads(text)["rules"]
    return found


def _documents(iam: Any, role: str) -> Iterator[Document]:
    """A role's policies, inline and attached."""
    for name in _pages(iam, "list_role_policies", "PolicyNames", RoleName=role):
        yield Document.parse(name, iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
    for each in _pages(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=role):
        version = iam.get_policy(PolicyArn=each["PolicyArn"])["Policy"]["DefaultVersionId"]
        held = iam.get_policy_version(PolicyArn=each["PolicyArn"], VersionId=version)["PolicyVersion"]
        yield Document.parse(each["PolicyName"], held["Document"])


def _pages(client: Any, operation: str, key: str, **arguments: Any) -> list[Any]:
    return [each for page in client.get_paginator(operation).paginate(**arguments) for each in page[key]]


def _mapping(tags: list[dict[str, str]], key: str, value: str) -> dict[str, str]:
    return {tag[key]: tag[value] for tag in tags}


def _trigger(webhook: dict[str, Any] | None) -> str:
    """What starts a build, in words."""
    if webhook is None:
        return "hand or by EventBridge"
    filters = [each for group in webhook.get("filterGroups", []) for each in group]
    references = [each["pattern"].strip("^$") for each in filters if each["type"] == "HEAD_REF"]
    return f"a push to {' or '.join(references)}" if references else "every push"
