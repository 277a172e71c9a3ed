"""SP304: Pulumi says that all is well before anything runs, and half of the tasks are gone by then."""

import json

import pulumi_aws as aws

IMAGE = f"public.ecr.aws/docker/library/nginx@sha256:{'1' * 64}"

cluster = aws.ecs.Cluster("shop", name="shop-prod")
task = aws.ecs.TaskDefinition(
    "task", family="shop-prod", container_definitions=json.dumps([{"name": "shop", "image": IMAGE, "memory": 512}])
)
aws.ecs.Service(
    "service",
    name="shop",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=2,
    deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True),
    deployment_minimum_healthy_percent=50,
)
