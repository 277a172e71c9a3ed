"""SP101: whoever builds for staging can push out what prod runs."""

import json

import pulumi_aws as aws

account = aws.get_caller_identity().account_id
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "codebuild.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
}
push = {
    "Effect": "Allow",
    "Action": "ecr:PutImage",
    "Resource": [f"arn:aws:ecr:*:{account}:repository/shop-{environment}" for environment in ("staging", "prod")],
}

role = aws.iam.Role("build", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
aws.iam.RolePolicy("push", role=role.name, policy=json.dumps({"Version": "2012-10-17", "Statement": [push]}))
