"""SP302: prod runs what staging keeps, for as long as staging does."""

import json

import pulumi_aws as aws

IMAGE = f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop-staging@sha256:{'1' * 64}"

aws.ecs.TaskDefinition(
    "task", family="shop-prod", container_definitions=json.dumps([{"name": "shop", "image": IMAGE, "memory": 512}])
)
