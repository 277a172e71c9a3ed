"""CloudWatch Logs' log groups: their class and their key, which moto does not know, and their end.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html,
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html and
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html.
"""

import json
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend
from moto.logs.responses import LogsResponse

from splitctl.sandbox.aws.requests import hold_to_model


def correct() -> None:
    """Keep a group's class and key, let the key be changed, and let a group's tags end with it.

    Requests that the service's model rules out are refused.
    """
    create, describe = LogsResponse.create_log_group, LogGroup.to_describe_dict
    delete = LogsBackend.delete_log_group

    def create_log_group(response: LogsResponse) -> Any:
        answer = create(response)
        asked = json.loads(response.body)
        vars(_group(response))["log_group_class"] = asked.get("logGroupClass", "STANDARD")
        return answer

    def to_describe_dict(group: LogGroup) -> dict[str, Any]:
        # Groups that moto makes itself, for a Lambda function say, went another way.
        return {**describe(group), "logGroupClass": vars(group).get("log_group_class", "STANDARD")}

    def delete_log_group(backend: LogsBackend, log_group_name: str) -> None:
        if group := backend.groups.get(log_group_name):  # or the next group of this name would have its tags
            backend.tagger.delete_all_tags_for_resource(group.arn)
        delete(backend, log_group_name)

    def associate_kms_key(response: LogsResponse) -> str:
        _group(response).kms_key_id = json.loads(response.body)["kmsKeyId"]
        return ""

    def disassociate_kms_key(response: LogsResponse) -> str:
        _group(response).kms_key_id = None
        return ""

    for owner, name, replacement in (
        (LogsResponse, "create_log_group", create_log_group),
        (LogsResponse, "associate_kms_key", associate_kms_key),
        (LogsResponse, "disassociate_kms_key", disassociate_kms_key),
        (LogGroup, "to_describe_dict", to_describe_dict),
        (LogsBackend, "delete_log_group", delete_log_group),
    ):
        setattr(owner, name, replacement)
    hold_to_model(LogsResponse, "logs", "InvalidParameterException")


def _group(response: LogsResponse) -> LogGroup:
    group: LogGroup | None = response.logs_backend.groups.get(json.loads(response.body)["logGroupName"])
    if group is None:
        raise ResourceNotFoundException
    return group
