"""Services that a configuration has lost, by the real Pulumi CLI: they stay until somebody says that they may go."""

import json

from tests.conftest import Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    TEST,
    TWO,
    WEB,
    configure,
    everything,
    ports,
    recorded,
    running,
    service,
    up,
    uri,
)

PROTECTED = "because it is protected"


def test_a_lost_record_takes_nothing_down(this_project: Sandbox) -> None:
    """Without the parameter an app looks as if it had no image: the update fails, all stays; put back, it goes on."""
    configure(this_project, {"web": {"services": {"web": WEB}}})
    up(this_project, web=ONE)
    before, held, opened = everything(this_project), service(this_project), ports(this_project)
    (name,) = recorded(this_project)
    this_project.aws("ssm").delete_parameter(Name=name)
    for _ in range(2):
        said = up(this_project, code=1)
        assert PROTECTED in said
        assert "web-workloads-web-service" in said
        assert (held["desiredCount"], held["taskDefinition"]) == (
            service(this_project)["desiredCount"],
            service(this_project)["taskDefinition"],
        )
        assert {kind: names for kind, names in before.items() if kind != "parameters"} == everything(this_project)
        assert opened == ports(this_project)
    this_project.aws("ssm").put_parameter(Name=name, Type="String", Value=ONE)
    up(this_project)
    assert ("web-test-web:1", uri(ONE)) == running(this_project)
    assert {} == this_project.planned("--stack", TEST)


def test_what_is_dropped_stays_until_it_is_retired(this_project: Sandbox) -> None:
    """A whole app and a schedule of another: dropped, the update fails; retired first, they go, and nothing else.

    An app's images are not the stack's to delete: its repository goes when they are gone.
    """
    main = {"services": {"main": WEB}}
    extra = {"schedules": {"extra": NIGHTLY}}
    shop = {"services": {"main": WEB | {"paths": ["/shop/*"]}}}
    configure(this_project, {"web": main | extra, "shop": shop})
    up(this_project, web=ONE, shop=TWO)
    ecr = this_project.aws("ecr")
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json"})
    ecr.put_image(repositoryName="shop-test", imageManifest=manifest, imageTag="build-1-abcdef0")
    before, runs = everything(this_project), running(this_project, "web-test-main")

    configure(this_project, {"web": main})
    said = up(this_project, code=1)
    assert PROTECTED in said
    assert before == everything(this_project)
    assert uri(TWO, "shop-test") == running(this_project, "shop-test-main")[1]

    retired = {"schedules": {"extra": NIGHTLY | {"retire": True}}}
    configure(this_project, {"web": main | retired, "shop": shop | {"retire": True}})
    up(this_project)
    assert before == everything(this_project)

    configure(this_project, {"web": main})
    assert "RepositoryNotEmptyException" in up(this_project, code=1)
    ecr.batch_delete_image(repositoryName="shop-test", imageIds=[{"imageTag": "build-1-abcdef0"}])
    up(this_project)
    # Where it is not disposable, task definitions stay registered.
    for gone in ("test-extra", "/extra", "shop-test", "/shop"):
        assert everything(this_project, gone).keys() <= {"definitions"}
    assert runs == running(this_project, "web-test-main")
    assert {"/split-pipelines/test/web/image": ONE} == recorded(this_project)
