"""Services that wait until they are steady, by the real Pulumi CLI: rollouts that fail, and what follows."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox
from tests.provider.ecs_held import program, revisions, service

Project = Callable[[str], Sandbox]

KEPT = "EXTRA = {'skip_destroy': True}\n"
FAILING = f"{KEPT}TASK_TAGS = {{'sandbox:rollout': 'fail'}}; IMAGE = 'broken'\n"


def running(sandbox: Sandbox) -> str:
    """The revision that a service runs."""
    return str(service(sandbox)["taskDefinition"].rpartition("/")[2])


def state(sandbox: Sandbox) -> dict[str, Any]:
    """The service in Pulumi's state."""
    return sandbox.resources()["service"]


def test_a_rollout_that_fails_is_rolled_back_and_said(project: Project) -> None:
    """The state has what was wanted, as with the official provider: the next update only looks, one more changes."""
    sandbox = project("")
    sandbox.write(program(sandbox, KEPT))
    sandbox.up()
    sandbox.write(program(sandbox, FAILING))
    said = sandbox.up(code=1)
    arn = service(sandbox)["serviceArn"]
    assert f"waiting for ECS Service ({arn}): ROLLBACK_SUCCESSFUL" in said
    assert ("web:1", ["COMPLETED"]) == (
        running(sandbox),
        [each["rolloutState"] for each in service(sandbox)["deployments"]],
    )
    after = state(sandbox)
    assert ("web:1", "web:2") == tuple(
        after[each]["taskDefinition"].rpartition("/")[2] for each in ("inputs", "outputs")
    )
    assert "ROLLBACK_SUCCESSFUL" in after["initErrors"][0]
    assert {"update": ["service"]} == sandbox.planned()
    sandbox.up()
    assert ("web:1", "web:1") == (running(sandbox), state(sandbox)["outputs"]["taskDefinition"].rpartition("/")[2])
    assert {"update": ["service"]} == sandbox.planned()
    sandbox.write(program(sandbox, f"{KEPT}IMAGE = 'nginx:2'"))
    sandbox.up()
    assert ("web:3", {}) == (running(sandbox), sandbox.planned("--refresh"))
    assert ["web:1", "web:2", "web:3"] == revisions(sandbox)


def test_a_first_rollout_that_fails_leaves_a_service_to_mend(project: Project) -> None:
    """There is nothing to roll back to; without a circuit breaker it takes as long as the program allows."""
    sandbox = project("")
    sandbox.write(program(sandbox, FAILING))
    assert "ROLLBACK_FAILED" in sandbox.up(code=1)
    assert ("web:1", 0) == (running(sandbox), service(sandbox)["runningCount"])
    patient = """
OPTIONS = {"custom_timeouts": pulumi.CustomTimeouts(update="1s")}
SERVICE = {"deployment_circuit_breaker": {"enable": False, "rollback": False}}
"""
    sandbox.write(program(sandbox, f"{FAILING}{patient}IMAGE = 'broken, too'"))
    assert "IN_PROGRESS: not steady within 1 seconds" in sandbox.up(code=1)
    stopping = "SERVICE = {'deployment_circuit_breaker': {'enable': True, 'rollback': False}}; IMAGE = 'worse'"
    sandbox.write(program(sandbox, f"{FAILING}{stopping}"))
    assert "STOPPED" in sandbox.up(code=1)
    sandbox.write(program(sandbox, KEPT))
    sandbox.up()
    assert (2, {}) == (service(sandbox)["runningCount"], sandbox.planned("--refresh"))
