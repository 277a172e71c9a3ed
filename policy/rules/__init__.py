"""The rules, one per file: pure functions over plain data, which know nothing of Pulumi's policy engine."""

from policy.rules import (
    sp101,
    sp102,
    sp103,
    sp104,
    sp201,
    sp202,
    sp203,
    sp301,
    sp302,
    sp303,
    sp304,
    sp401,
    sp402,
    sp403,
)

RULES = (
    *sp101.RULES,
    *sp102.RULES,
    *sp103.RULES,
    *sp104.RULES,
    *sp201.RULES,
    *sp202.RULES,
    *sp203.RULES,
    *sp301.RULES,
    *sp302.RULES,
    *sp303.RULES,
    *sp304.RULES,
    *sp401.RULES,
    *sp402.RULES,
    *sp403.RULES,
)
"""Every rule of the pack, in the order of their names."""
