"""aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule."""

from pulumi_aws import vpc

from splitctl.sandbox.provider.types.security_group_rule import SecurityGroupRule


class SecurityGroupEgressRule(SecurityGroupRule):
    """Whom the members of a security group may reach.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html.
    """

    resource, args = vpc.SecurityGroupEgressRule, vpc.SecurityGroupEgressRuleArgs
    is_egress = True
