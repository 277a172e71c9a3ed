"""aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule."""

from pulumi_aws import vpc

from splitctl.sandbox.provider.types.security_group_rule import SecurityGroupRule


class SecurityGroupIngressRule(SecurityGroupRule):
    """Who may reach the members of a security group.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html.
    """

    resource, args = vpc.SecurityGroupIngressRule, vpc.SecurityGroupIngressRuleArgs
    is_egress = False
