"""SP301: what runs changes with the tag, and no change of the stack says so."""

import json

import pulumi_aws as aws

IMAGE = "public.ecr.aws/docker/library/nginx:latest"

aws.ecs.TaskDefinition(
    "task", family="shop-prod", container_definitions=json.dumps([{"name": "shop", "image": IMAGE, "memory": 512}])
)
