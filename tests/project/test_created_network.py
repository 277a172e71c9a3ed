"""A network that is to be made, by the real Pulumi CLI: the sandbox has no plugin that could make it."""

from tests.conftest import Sandbox
from tests.project.live import ONE, WEB, configure, everything, up


def test_pulumi_says_what_is_missing(this_project: Sandbox) -> None:
    """The `awsx` plugin, in one message, and nothing is made: docs/services.md says that the sandbox has none."""
    configure(this_project, {"web": {"services": {"web": WEB}}}, network="create")
    printed = up(this_project, code=1, web=ONE)
    assert "error: no resource plugin 'pulumi-resource-awsx' found" in printed
    assert 1 == printed.partition("Diagnostics:")[2].count("error: ")
    assert {} == everything(this_project)
