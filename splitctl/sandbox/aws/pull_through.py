"""ECR's pull-through cache rules, which moto does not know.

The rules are held and checked; nothing is pulled through them, since nothing outside can be reached.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores, unix_time
from moto.ecr.responses import ECRResponse
from moto.secretsmanager.models import secretsmanager_backends

from splitctl.sandbox.aws.constraints import violations

_Members = dict[str, Any]

_PAGE = 100  # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribePullThroughCacheRules.html
_OWN_CREDENTIALS = ("credentialArn", "customRoleArn")


class RuleRefusedError(ServiceException):  # a class of its own: moto takes its own one for an error of no service
    """AWS's error code, and its reason."""


class Upstream(NamedTuple):
    """A registry that ECR can pull from: its name, how its URL looks, and whether it asks for a secret."""

    name: str
    url: str
    needs_secret: bool


# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html has the URLs, and
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html says which ones need a secret.
UPSTREAMS = (
    Upstream("ecr", r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?", needs_secret=False),
    Upstream("ecr-public", r"public\.ecr\.aws", needs_secret=False),
    Upstream("quay", r"quay\.io", needs_secret=False),
    Upstream("k8s", r"registry\.k8s\.io", needs_secret=False),
    Upstream("docker-hub", r"registry-1\.docker\.io", needs_secret=True),
    Upstream("github-container-registry", r"ghcr\.io", needs_secret=True),
    Upstream("azure-container-registry", r"[a-zA-Z0-9-]+\.azurecr\.io", needs_secret=True),
    Upstream("gitlab-container-registry", r"registry\.gitlab\.com", needs_secret=True),
    Upstream("chainguard", r"cgr\.dev", needs_secret=True),
)


def correct() -> None:
    """Teach moto's ECR the five operations."""
    for operation, answer in (
        ("CreatePullThroughCacheRule", _create),
        ("DescribePullThroughCacheRules", _describe),
        ("UpdatePullThroughCacheRule", _update),
        ("DeletePullThroughCacheRule", _delete),
        ("ValidatePullThroughCacheRule", _validate),
    ):
        setattr(ECRResponse, camelcase_to_underscores(operation), _checked(operation, answer))


class _Registry:
    """The rules of one account in one region."""

    def __init__(self, response: ECRResponse) -> None:
        self.account, self.region = response.current_account, response.region
        # In the backend's own dictionary, so that a reset of moto clears them as well.
        self.rules: dict[str, _Members] = vars(response.ecr_backend).setdefault("pull_through_cache_rules", {})

    def rule(self, prefix: str) -> _Members:
        """The rule of a prefix. Raises AWS's error if there is none."""
        if prefix not in self.rules:
            raise RuleRefusedError(
                "PullThroughCacheRuleNotFoundException",
                f"The pull through cache rule with prefix '{prefix}' was not found in the registry with id "
                f"'{self.account}'",
            )
        return self.rules[prefix]

    def has_secret(self, arn: str) -> bool:
        """Whether the secret is in the account and region of the rules, where it must be."""
        return arn in secretsmanager_backends[self.account][self.region].secrets

    def check_secret(self, arn: str | None) -> None:
        """Raise AWS's error if there is no such secret."""
        if arn and not self.has_secret(arn):
            raise RuleRefusedError(
                "SecretNotFoundException",
                f"The secret {arn} was not found. Specify the ARN of a secret in this account and region and try again",
            )


def _checked(operation: str, answer: Callable[[_Registry, _Members], _Members]) -> Callable[[ECRResponse], Any]:
    def answered(response: ECRResponse) -> ActionResult:
        asked = json.loads(response.body)
        for path, constraint in violations("ecr", operation, asked):
            raise RuleRefusedError(
                "InvalidParameterException",
                f"Invalid parameter at '{path}' failed to satisfy constraint: '{constraint}'",
            )
        return ActionResult(answer(_Registry(response), asked))

    return answered


def _create(registry: _Registry, asked: _Members) -> _Members:
    prefix, url = asked["ecrRepositoryPrefix"], asked["upstreamRegistryUrl"]
    upstream = next((each for each in UPSTREAMS if re.fullmatch(each.url, url)), None)
    if upstream is None:
        raise RuleRefusedError(
            "UnsupportedUpstreamRegistryException",
            f"The upstream registry URL {url} is invalid. Specify a valid upstream registry URL and try again",
        )
    if upstream.needs_secret and "credentialArn" not in asked:
        raise RuleRefusedError(
            "UnsupportedUpstreamRegistryException",
            "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN",
        )
    registry.check_secret(asked.get("credentialArn"))
    if prefix in registry.rules:
        raise RuleRefusedError(
            "PullThroughCacheRuleAlreadyExistsException",
            f"A pull through cache rule with prefix '{prefix}' already exists in the registry with id "
            f"'{registry.account}'",
        )
    now = unix_time()
    made = {"registryId": registry.account, "upstreamRegistry": upstream.name, "createdAt": now, "updatedAt": now}
    if upstream.name == "ecr":
        made["upstreamRepositoryPrefix"] = "ROOT"
    registry.rules[prefix] = made | asked
    return registry.rules[prefix]


def _describe(registry: _Registry, asked: _Members) -> _Members:
    if prefixes := asked.get("ecrRepositoryPrefixes"):
        return {"pullThroughCacheRules": [registry.rule(prefix) for prefix in prefixes]}
    after, size = asked.get("nextToken", ""), asked.get("maxResults", _PAGE)
    rest = sorted(prefix for prefix in registry.rules if prefix > after)
    page = rest[:size]
    more = {"nextToken": page[-1]} if len(rest) > size else {}
    return {"pullThroughCacheRules": [registry.rules[prefix] for prefix in page], **more}


def _update(registry: _Registry, asked: _Members) -> _Members:
    rule = registry.rule(asked["ecrRepositoryPrefix"])
    registry.check_secret(asked.get("credentialArn"))
    rule |= {name: asked[name] for name in _OWN_CREDENTIALS if name in asked} | {"updatedAt": unix_time()}
    return rule


def _delete(registry: _Registry, asked: _Members) -> _Members:
    rule = registry.rule(asked["ecrRepositoryPrefix"])
    del registry.rules[asked["ecrRepositoryPrefix"]]
    return rule


def _validate(registry: _Registry, asked: _Members) -> _Members:
    rule: Mapping[str, Any] = registry.rule(asked["ecrRepositoryPrefix"])
    secret = rule.get("credentialArn")
    if secret is None or registry.has_secret(secret):
        return {**rule, "isValid": True}
    return {**rule, "isValid": False, "failure": f"The secret {secret} was not found"}
