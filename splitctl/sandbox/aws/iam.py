"""IAM's requests, roles and managed policies, where moto is more lenient than IAM, or has less.

https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html,
https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html,
https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html.
"""

from typing import Any

from moto.iam import models
from moto.iam.exceptions import DeleteConflictException
from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator
from moto.iam.responses import IamResponse

from splitctl.sandbox.aws.requests import hold_to_model


def correct() -> None:
    """Make AWS's own policies known, check a new role's trust policy, and delete no policy that is in use.

    Requests that IAM's model rules out are refused.
    """
    attach_to = models.ManagedPolicy.attach_to
    create_role, delete_policy = models.IAMBackend.create_role, models.IAMBackend.delete_policy

    def attach_once(policy: models.ManagedPolicy, to: Any) -> None:
        if policy.arn not in to.managed_policies:  # moto counts an attachment as often as it is asked for
            attach_to(policy, to)

    def create_checked_role(
        backend: models.IAMBackend, role_name: str, assume_role_policy_document: str, *others: Any, **named: Any
    ) -> models.Role:
        IAMTrustPolicyDocumentValidator(assume_role_policy_document).validate()
        return create_role(backend, role_name, assume_role_policy_document, *others, **named)

    def delete_unused_policy(backend: models.IAMBackend, policy_arn: str) -> None:
        policy = backend.get_policy(policy_arn)
        if policy.attachment_count:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise DeleteConflictException(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                "versions. The default version is deleted with the policy."
            )
        delete_policy(backend, policy_arn)

    def load_iam_aws_managed_policies() -> bool:
        return True  # they are read at the first request to IAM: it takes a twentieth of a second

    for owner, name, replacement in (
        (models, "load_iam_aws_managed_policies", load_iam_aws_managed_policies),
        (models.ManagedPolicy, "attach_to", attach_once),
        (models.IAMBackend, "create_role", create_checked_role),
        (models.IAMBackend, "delete_policy", delete_unused_policy),
    ):
        setattr(owner, name, replacement)
    hold_to_model(IamResponse, "iam", "ValidationError")
