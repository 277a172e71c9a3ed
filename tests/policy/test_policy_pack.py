"""The policy pack as Pulumi runs it: a process of its own, spoken to over the wire."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from policy.adapter import as_policies
from policy.containers import TASK_DEFINITION
from policy.model import LIFECYCLE_POLICY, REPOSITORY, ROLE
from policy.rules import RULES
from policy.rules.sp303 import DEPLOYMENT_GROUP
from policy.services import SERVICE
from retention.build import protecting_policy
from tests.policy.identities import allow, document
from tests.policy.packs import PACK, served
from tests.policy.resources import text, urn
from tests.policy.tasks import image

GOOD = protecting_policy(keep_builds=30, untagged_days=7).text
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}

Request = analyzer_pb2.AnalyzeRequest


@pytest.fixture(scope="module")
def pack() -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack as it is."""
    with served(PACK) as started:
        yield started


def properties(**props: Any) -> Struct:
    """Render properties for the wire."""
    rendered = Struct()
    rendered.update(props)
    return rendered


def violations(response: Any, level: int = analyzer_pb2.MANDATORY) -> set[tuple[str, str]]:
    """Return the violations of a level, each by its rule and first words."""
    return {_rule_and_words(each) for each in response.diagnostics if each.enforcementLevel == level}


def _rule_and_words(violation: Any) -> tuple[str, str]:
    _, *said = (line.split(":")[0] for line in violation.message.split("\n"))
    # In a policy of several rules the rule comes first.
    return (said[0], said[1]) if violation.policyName.startswith("SP-") else (violation.policyName, said[0])


def analyze(pack: Any, kind: str, name: str, /, **props: Any) -> set[tuple[str, str]]:
    """Ask for the violations of one resource."""
    return violations(pack.Analyze(Request(type=kind, name=name, urn=urn(name), properties=properties(**props))))


def test_the_pack_starts_and_lists_its_rules(pack: Any) -> None:
    """The first line is the port, so nothing was printed before; every policy is there, mandatory but for advice."""
    info = pack.GetAnalyzerInfo(Empty())
    assert info.name == "split-pipelines"
    assert [(each.name, each.enforcement_level == EnforcementLevel.MANDATORY) for each in as_policies(RULES)] == [
        (each.name, each.enforcementLevel == analyzer_pb2.MANDATORY) for each in info.policies
    ]


def test_what_our_components_make_passes(pack: Any) -> None:
    """No violation for the repository and the lifecycle policy that this project makes."""
    assert analyze(pack, LIFECYCLE_POLICY, "good", repository="web", policy=GOOD) == set()
    assert analyze(pack, REPOSITORY, "good", name="web", imageTagMutability="IMMUTABLE") == set()


def test_a_single_resource_is_stopped_before_it_is_made(pack: Any) -> None:
    """A violation for pins that would expire and for tags that can move."""
    assert analyze(pack, LIFECYCLE_POLICY, "bad", policy=text(count=10)) == {("SP201-lifecycle-protects-pins", "bad")}
    assert analyze(pack, REPOSITORY, "bad", name="web") == {("SP202-tags-immutable", "bad")}


def test_a_task_or_a_service_is_stopped_before_it_is_made(pack: Any) -> None:
    """A violation for an image by tag, and for a failed deployment that stays; none for a digest and a rollback."""
    runs = {"family": "web-prod", "containerDefinitions": json.dumps([{"image": image("web-prod")}])}
    assert analyze(pack, TASK_DEFINITION, "good", **runs) == set()
    by_tag = runs | {"containerDefinitions": [{"image": "nginx:1.29"}]}
    assert analyze(pack, TASK_DEFINITION, "bad", **by_tag) == {("SP301-image-by-digest", "bad")}
    breaker = {"enable": True, "rollback": True}
    assert analyze(pack, SERVICE, "good", deploymentCircuitBreaker=breaker) == set()
    assert analyze(pack, SERVICE, "bad", deploymentCircuitBreaker=breaker | {"rollback": False}) == {
        ("SP303-circuit-breaker", "bad")
    }


def test_advice_stops_nothing(pack: Any) -> None:
    """A service that keeps half its tasks up has a violation, but no mandatory one, nor any where half is enough."""
    half = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}, "deploymentMinimumHealthyPercent": 50}
    request = Request(type=SERVICE, name="web", urn=urn("web"), properties=properties(waitForSteadyState=True, **half))
    assert set() == violations(pack.Analyze(request))
    assert {("SP304-update-waits", "web")} == violations(pack.Analyze(request), analyzer_pb2.ADVISORY)
    least = analyzer_pb2.PolicyConfig(
        enforcementLevel=analyzer_pb2.ADVISORY, properties=properties(minimumHealthyPercent=50)
    )
    pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={"SP304-update-waits": least}))
    assert set() == violations(pack.Analyze(request), analyzer_pb2.ADVISORY)
    pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={}))


def test_numbers_on_the_wire_are_numbers(pack: Any) -> None:
    """A policy that is an object passes as its text does, though all its numbers arrive as floats."""
    selection = {"tagStatus": "tagged", "tagPrefixList": ["pin-"], "countType": "imageCountMoreThan"}
    rule = {"rulePriority": 1, "action": {"type": "expire"}}
    for count, expected in [(100_000, set()), (10, {("SP201-lifecycle-protects-pins", "object")})]:
        policy = {"rules": [rule | {"selection": selection | {"countNumber": count}}]}
        assert analyze(pack, LIFECYCLE_POLICY, "object", policy=policy) == expected


def test_an_unknown_value_does_not_pass_in_silence(pack: Any) -> None:
    """A mandatory violation, where Pulumi by itself would skip the policy with a warning."""
    unknown = UNKNOWN_STRING_VALUE
    assert analyze(pack, LIFECYCLE_POLICY, "late", policy=unknown) == {("SP201-lifecycle-protects-pins", "late")}
    assert analyze(pack, REPOSITORY, "late", imageTagMutability=unknown) == {("SP202-tags-immutable", "late")}
    assert analyze(pack, TASK_DEFINITION, "late", containerDefinitions=unknown) == {("SP301-image-by-digest", "late")}
    assert analyze(pack, SERVICE, "late", deploymentCircuitBreaker=unknown) == {("SP303-circuit-breaker", "late")}


def test_a_secret_is_judged_and_not_told(pack: Any) -> None:
    """A policy from a secret gets its verdict, and the message has none of its text."""
    secret = properties(policy=SECRET | {"value": text(["pin-*", "hush-hush*"], count=10)})
    response = pack.Analyze(Request(type=LIFECYCLE_POLICY, name="s", urn=urn("s"), properties=secret))
    assert violations(response) == {("SP201-lifecycle-protects-pins", "s")}
    assert "hush" not in str(response)


def stack(*resources: tuple[str, str, list[str], dict[str, Any]], of: str = "repository") -> Any:
    """Make a request for a whole stack: of each resource its type, name, the sources of property `of`, properties."""
    sources = analyzer_pb2.AnalyzerPropertyDependencies
    return analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer_pb2.AnalyzerResource(
                type=kind,
                name=name,
                urn=urn(name),
                properties=properties(**props),
                propertyDependencies={of: sources(urns=[urn(each) for each in names])} if names else {},
            )
            for kind, name, names, props in resources
        ]
    )


def test_a_repository_without_policy_is_found_in_the_stack(pack: Any) -> None:
    """A violation for the repository that no policy names; none for those joined by name or by source."""
    request = stack(
        (REPOSITORY, "web", [], {"name": "web-prod"}),
        (LIFECYCLE_POLICY, "web-lifecycle", [], {"repository": "web-prod", "policy": GOOD}),
        (REPOSITORY, "late", [], {"name": UNKNOWN_STRING_VALUE}),
        (LIFECYCLE_POLICY, "late-lifecycle", ["late"], {"repository": UNKNOWN_STRING_VALUE, "policy": GOOD}),
        (REPOSITORY, "bare", [], {"name": "bare"}),
    )
    assert violations(pack.AnalyzeStack(request)) == {("SP201-repository-has-lifecycle-policy", "bare")}


def test_what_tasks_and_services_lack_is_found_in_the_stack(pack: Any) -> None:
    """An image of another environment, a service that CodeDeploy deploys by no known group, live images unprotected."""
    tag = {"split-pipelines:environment": "prod"}
    target = {"clusterName": "shop", "serviceName": UNKNOWN_STRING_VALUE}
    by_code_deploy = {"cluster": "shop", "deploymentController": {"type": "CODE_DEPLOY"}}
    request = stack(
        (REPOSITORY, "shop", [], {"name": "shop", "tagsAll": tag}),
        (LIFECYCLE_POLICY, "rules", [], {"repository": "shop", "policy": GOOD}),
        *(
            (
                TASK_DEFINITION,
                name,
                [],
                {"family": name, "containerDefinitions": json.dumps([{"image": image("shop")}])},
            )
            for name in ("web-prod", "web-staging")
        ),
        (SERVICE, "known", [], by_code_deploy | {"name": UNKNOWN_STRING_VALUE}),
        (SERVICE, "alone", [], by_code_deploy | {"name": UNKNOWN_STRING_VALUE}),
        (DEPLOYMENT_GROUP, "group", ["known"], {"ecsService": target}),
        of="ecsService",
    )
    lacks = {("SP302-own-repository", "web-staging"), ("SP303-deployment-group-is-known", "alone")}
    assert lacks | {("SP203-live-repository-protected", "shop")} == violations(pack.AnalyzeStack(request))
    request.resources[0].options.protect = True
    assert lacks == violations(pack.AnalyzeStack(request))


def shared(*names: str) -> Any:
    """Make a request for a stack with a role that may push to repositories of these names, which are elsewhere."""
    may = document(allow(*names))
    return stack(
        (ROLE, "build", [], {"name": "build", "arn": UNKNOWN_STRING_VALUE, "inlinePolicies": UNKNOWN_STRING_VALUE}),
        ("aws:iam/rolePolicy:RolePolicy", "p", ["build"], {"role": UNKNOWN_STRING_VALUE, "policy": json.dumps(may)}),
        of="role",
    )


def test_a_shared_push_is_found_in_the_stack(pack: Any) -> None:
    """In a preview: the role has no ARN and no lists of policies yet, and its policy is told by its source."""
    assert violations(pack.AnalyzeStack(shared("web-staging", "web-prod"))) == {("SP101-no-shared-push", "build")}
    assert violations(pack.AnalyzeStack(shared("web-staging"))) == set()


def test_a_policy_that_is_unknown_does_not_pass_in_silence(pack: Any) -> None:
    """A mandatory violation that names the policy, for one whose text comes from other resources."""
    request = stack(
        (ROLE, "build", [], {"name": "build"}),
        ("aws:iam/rolePolicy:RolePolicy", "p", ["x"], {"role": "build", "policy": UNKNOWN_STRING_VALUE}),
        of="policy",
    )
    assert violations(pack.AnalyzeStack(request)) == {("SP101-no-shared-push", "build")}


def test_the_pack_s_configuration_names_environments(pack: Any) -> None:
    """As Pulumi hands over what --policy-pack-config says; without it the usual names count again."""
    names = properties(environments={"blue": ["*.b"], "green": ["*.g"]})
    named = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.MANDATORY, properties=names)
    pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={"SP101-no-shared-push": named}))
    assert violations(pack.AnalyzeStack(shared("web.b", "web.g"))) == {("SP101-no-shared-push", "build")}
    pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={}))
    assert violations(pack.AnalyzeStack(shared("web-staging"))) == set()
