"""The functions that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.lookups.caller_identity import CallerIdentity
from splitctl.sandbox.provider.lookups.cluster import OneCluster
from splitctl.sandbox.provider.lookups.clusters import SomeClusters
from splitctl.sandbox.provider.lookups.current_partition import CurrentPartition
from splitctl.sandbox.provider.lookups.region import OneRegion
from splitctl.sandbox.provider.lookups.route_table import OneRouteTable
from splitctl.sandbox.provider.lookups.security_groups import SomeSecurityGroups
from splitctl.sandbox.provider.lookups.ssm_parameter import OneParameter
from splitctl.sandbox.provider.lookups.ssm_parameters_by_path import ParametersByPath
from splitctl.sandbox.provider.lookups.subnet import OneSubnet
from splitctl.sandbox.provider.lookups.subnets import SomeSubnets
from splitctl.sandbox.provider.lookups.vpc import OneVpc
from splitctl.sandbox.provider.lookups.vpcs import SomeVpcs

ALL: tuple[Lookup, ...] = (
    CallerIdentity(),
    CurrentPartition(),
    OneCluster(),
    OneParameter(),
    OneRegion(),
    OneRouteTable(),
    OneSubnet(),
    OneVpc(),
    ParametersByPath(),
    SomeClusters(),
    SomeSecurityGroups(),
    SomeSubnets(),
    SomeVpcs(),
)
