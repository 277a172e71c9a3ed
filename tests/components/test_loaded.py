"""What a stack's program loads."""

import subprocess
import sys

LOADED = """
import sys
import components.pipeline, program.runtime
print("pulumi_aws.ec2.security_group" in sys.modules)
"""


def test_a_stack_without_services_does_not_wait_for_ec2() -> None:
    """Its classes are a third of what all imports cost, and only what runs tasks or load balancers needs them."""
    assert (
        "False\n" == subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    )
