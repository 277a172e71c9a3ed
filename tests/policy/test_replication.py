"""SP104: what a registry copies stays within an environment."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN, Finding, Resource
from policy.replication import REPLICATION
from policy.rules.sp104 import indirect_pushers
from tests.policy.identities import ACCOUNT
from tests.policy.resources import repository, urn, violators

judge = indirect_pushers(Environments(DEFAULT))
OTHER = "999999999999"
EVERYTHING: dict[str, Any] = {"destinations": [{"region": "us-east-1", "registryId": ACCOUNT}]}


def copying(*rules: Any, region: Any = "eu-west-1") -> Resource:
    """Make a replication configuration with these rules."""
    props = {"region": region, "registryId": ACCOUNT, "replicationConfiguration": {"rules": list(rules)}}
    return Resource(REPLICATION, "copies", urn("copies"), props)


def web(
    name: str, environment: str | None, region: Any = "us-east-1", account: Any = ACCOUNT, of: str = "web"
) -> Resource:
    """Make a repository that is called `web` in ECR."""
    tags = {"tagsAll": {TAG: environment}} if environment else {}
    props = {"name": of, "region": region, "registryId": account} | tags
    return Resource("aws:ecr/repository:Repository", name, urn(name), props)


STAGING = web("web-here", "staging", "eu-west-1")
PROD = web("web-there", "prod")
FILTERED = EVERYTHING | {"repositoryFilters": [{"filter": "we", "filterType": "PREFIX_MATCH"}]}
# What passes beside staging's repository, which is copied to another region.
HARMLESS: dict[str, tuple[Mapping[str, Any], Resource]] = {
    "of-its-environment": (EVERYTHING, web("web-there", "staging")),
    "of-another-name": (EVERYTHING, web("web-there", "prod", of="web-prod")),
    "in-a-third-region": (EVERYTHING, web("web-there", "prod", "eu-north-1")),
    "in-another-account": (EVERYTHING, web("web-there", "prod", account=OTHER)),
    "filtered": (EVERYTHING | {"repositoryFilters": [{"filter": "api"}, {"filter": "eb"}]}, PROD),
    "to-nowhere": ({"destinations": []}, PROD),
}


@pytest.mark.parametrize(("rule", "other"), HARMLESS.values(), ids=HARMLESS)
def test_what_stays_apart_passes(rule: Mapping[str, Any], other: Resource) -> None:
    """One environment in several regions, and what other names, places or filters keep apart."""
    assert set() == violators(judge, [copying(rule), STAGING, other])


@pytest.mark.parametrize("rule", [EVERYTHING, FILTERED, UNKNOWN], ids=["everything", "filtered", "unknown"])
def test_what_gets_into_another_environment_s_repository_does_not_pass(rule: Any) -> None:
    """Same name, another environment, where the copies go; or where they may go."""
    assert {"copies"} == violators(judge, [copying(rule), STAGING, PROD])


@pytest.mark.parametrize(
    "program",
    [
        [copying(EVERYTHING, region=UNKNOWN), STAGING, PROD],
        [copying(EVERYTHING), web("web-here", "staging", UNKNOWN, UNKNOWN), web("web-there", "prod", UNKNOWN, UNKNOWN)],
        [copying({"destinations": [{"region": UNKNOWN, "registryId": UNKNOWN}]}), STAGING, PROD],
        [copying(EVERYTHING | {"repositoryFilters": [{"filter": UNKNOWN}]}), STAGING, PROD],
        [Resource(REPLICATION, "copies", urn("copies"), {}), STAGING, PROD],
    ],
    ids=["from-where", "which-is-where", "to-where", "what", "nothing"],
)
def test_what_is_not_known_does_not_pass_in_silence(program: list[Resource]) -> None:
    """It may be what lets the copies in."""
    assert {"copies"} == violators(judge, program)


def test_copies_go_from_where_the_configuration_is() -> None:
    """What is in another region it does not copy, even if it is in the one that is the destination."""
    for region in ("us-east-1", "eu-north-1"):
        assert set() == violators(judge, [copying(EVERYTHING, region=region), STAGING, PROD])


def test_one_without_environment_cannot_be_told() -> None:
    """Beside one that has one; two of none by one name are one."""
    (finding,) = judge([copying(EVERYTHING), STAGING, web("web-there", None)])
    assert (
        "cannot be told.\ncopies -> rule 1 -> web (staging) -> web (of no environment that is known)\n"
        in finding.message
    )
    assert set() == violators(judge, [copying(EVERYTHING), web("web-here", None, "eu-west-1"), web("web-there", None)])


def test_the_evidence_is_a_path() -> None:
    """Configuration, rule and both repositories; why it matters, and what to do. Once for each pair."""
    both = {"destinations": [*EVERYTHING["destinations"], {"region": "us-east-1", "registryId": ACCOUNT}]}
    api = EVERYTHING | {"repositoryFilters": [{"filter": "api"}]}
    assert [
        Finding(
            urn("copies"),
            "copies: copies what is pushed for staging into a repository of prod: what is built for one can push out "
            "what another runs.\n"
            "copies -> rule 2 -> web (staging) -> web (prod)\n"
            "Name the repositories after their environments, or let the rule's filters name those that it is for.",
        )
    ] == list(judge([copying(api, both, both), STAGING, PROD]))


values = st.recursive(
    st.none() | st.just(UNKNOWN) | st.sampled_from(["", "web", "us-east-1", 3, True]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["rules", "destinations", "repositoryFilters", "filter", "region"]), inner)
    ),
)


@given(values, values)
def test_no_value_stops_the_judge(configured: Any, name: Any) -> None:
    """An exception would end the preview: whatever a property holds, there is a verdict."""
    made = Resource(REPLICATION, "copies", urn("copies"), {"replicationConfiguration": configured})
    assert {urn("copies")} >= {each.urn for each in judge([made, STAGING, PROD, repository("odd", region=name)])}
