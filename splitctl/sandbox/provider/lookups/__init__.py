"""The functions that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.lookups.caller_identity import CallerIdentity
from splitctl.sandbox.provider.lookups.current_partition import CurrentPartition
from splitctl.sandbox.provider.lookups.region import OneRegion

ALL: tuple[Lookup, ...] = (CallerIdentity(), CurrentPartition(), OneRegion())
