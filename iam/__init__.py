"""AWS's policy documents: may this principal do that? Pure: no pulumi, no boto3, no clock, no I/O."""

from iam.document import Document
from iam.evaluate import Answer, Decision, evaluate
from iam.findings import Deciding, Kind, Policies
from iam.logic import UNKNOWN, Unknown
from iam.request import Request
from iam.statement import Effect

__all__ = [
    "UNKNOWN",
    "Answer",
    "Deciding",
    "Decision",
    "Document",
    "Effect",
    "Kind",
    "Policies",
    "Request",
    "Unknown",
    "evaluate",
]
