"""SP401: whoever can change the buildspec can change every service, and have it run as any role."""

import json

import pulumi_aws as aws

account = aws.get_caller_identity().account_id
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "codebuild.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
}
deploy = {"Effect": "Allow", "Action": ["ecs:UpdateService", "iam:PassRole"], "Resource": "*"}

role = aws.iam.Role("deploy", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
aws.iam.RolePolicy("deploy", role=role.name, policy=json.dumps({"Version": "2012-10-17", "Statement": [deploy]}))
