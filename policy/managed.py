"""AWS's own managed policies, as far as they let anybody push."""

import re

from iam import Document

_AWS_MANAGED = re.compile(r"arn:[a-z-]+:iam::aws:policy/(?:[\w-]+/)*([\w+=,.@-]+)", re.ASCII)

PUSHING = frozenset(
    {
        "AIDevOpsAgentActionsPolicy",
        "AWSECRPullThroughCache_ServiceRolePolicy",
        "AWSElasticBeanstalkEKSImageBuild",
        "AWSMcpServiceActionsFullAccess",
        "AWSRefactoringToolkitFullAccess",
        "AdministratorAccess",
        "AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary",
        "AmazonEC2ContainerRegistryFullAccess",
        "AmazonEC2ContainerRegistryPowerUser",
        "AmazonSageMakerFullAccess",
        "AmazonSageMakerServiceCatalogProductsCodeBuildServiceRolePolicy",
        "AmazonSageMakerServiceCatalogProductsLambdaServiceRolePolicy",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds",
        "PowerUserAccess",
        "SageMakerStudioProjectUserRolePolicy",
    }
)
"""The policies of AWS's that allow `ecr:PutImage` on any repository at all. A test compares them with all there are."""


def aws_managed(arn: str) -> Document | None:
    """What one of AWS's own policies says of pushes. None for any other policy.

    Some of them allow pushes under conditions or to some names only; here they all allow every push, which is the
    safe side.
    """
    found = _AWS_MANAGED.fullmatch(arn)
    if not found:
        return None
    actions = ["ecr:PutImage"] if found[1] in PUSHING else ["sts:GetCallerIdentity"]
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return Document.parse(found[1], {"Version": "2012-10-17", "Statement": [statement]})
