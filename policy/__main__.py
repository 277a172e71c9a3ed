"""Serves the policy pack to Pulumi."""

import sys
from datetime import UTC, datetime
from pathlib import Path

# Pulumi runs this directory as a program: the project, where the rules and `retention` lie, is its parent.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pulumi_policy import EnforcementLevel, PolicyPack

from policy.adapter import as_policies
from policy.rules import RULES
from policy.waivers import Waivers

# Beside the rules and nowhere else: a pull request that is judged by another branch's rules has that branch's waivers.
file = Path(__file__).with_name("waivers.yaml")
waivers = Waivers.read(file.read_bytes() if file.is_file() else b"", RULES, datetime.now(UTC).date())

# Serves until Pulumi ends it. Nothing may be printed before: the first line out tells Pulumi the port.
PolicyPack("split-pipelines", as_policies(RULES, waivers), EnforcementLevel.MANDATORY)
