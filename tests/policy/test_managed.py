"""What is said of AWS's own managed policies, held against all of them as moto has collected them."""

import json

from moto.iam.aws_managed_policies import aws_managed_policies_data

from iam import Answer, Document, Policies, Request, evaluate
from policy.managed import PUSHING, aws_managed


def may_push(document: Document) -> bool:
    """Whether a policy may allow a push to any repository at all."""
    request = Request(action="ecr:PutImage", resource="arn:*:ecr:*:*:repository/*", principal="123456789012")
    return evaluate(request, Policies(identity=(document,))).answer is not Answer.DENIED


def test_all_that_let_push_are_named_and_no_other() -> None:
    """Over a thousand policies, each read and asked."""
    everyone = {name: each["Document"] for name, each in json.loads(aws_managed_policies_data).items()}
    assert 1000 < len(everyone)
    assert {name for name, text in everyone.items() if may_push(Document.parse(name, text))} == PUSHING


def test_a_policy_is_known_by_its_arn() -> None:
    """In any partition and below any path; one of an account's own is not AWS's."""
    for known, pushes in [
        ("arn:aws:iam::aws:policy/AdministratorAccess", True),
        ("arn:aws-cn:iam::aws:policy/PowerUserAccess", True),
        ("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", False),
    ]:
        document = aws_managed(known)
        assert document
        assert pushes == may_push(document)
    assert aws_managed("arn:aws:iam::123456789012:policy/AdministratorAccess") is None
