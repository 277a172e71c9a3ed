"""The rules, one per file: pure functions over plain data, which know nothing of Pulumi's policy engine."""

from policy.rules import sp101, sp201, sp202, sp301, sp302, sp303

RULES = (*sp101.RULES, *sp201.RULES, *sp202.RULES, *sp301.RULES, *sp302.RULES, *sp303.RULES)
"""Every rule of the pack, in the order of their names."""
