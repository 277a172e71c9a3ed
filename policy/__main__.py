"""Serves the policy pack to Pulumi."""

import sys
from pathlib import Path

# Pulumi runs this directory as a program: the project, where the rules and `retention` lie, is its parent.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pulumi_policy import EnforcementLevel, PolicyPack

from policy.adapter import as_policies
from policy.rules import RULES

# Serves until Pulumi ends it. Nothing may be printed before: the first line out tells Pulumi the port.
PolicyPack("split-pipelines", as_policies(RULES), EnforcementLevel.MANDATORY)
