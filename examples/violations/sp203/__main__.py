"""SP203: the program loses a line, and the images that prod runs are gone."""

import json

import pulumi_aws as aws

KEEP_PINNED = {
    "rulePriority": 1,
    "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["pin-*"],
        "countType": "imageCountMoreThan",
        "countNumber": 100000,
    },
    "action": {"type": "expire"},
}

registry = f"{aws.get_caller_identity().account_id}.dkr.ecr.{aws.get_region().region}.amazonaws.com"
image = f"{registry}/shop-prod@sha256:{'1' * 64}"

repository = aws.ecr.Repository("shop", name="shop-prod", image_tag_mutability="IMMUTABLE", force_delete=True)
aws.ecr.LifecyclePolicy("rules", repository=repository.name, policy=json.dumps({"rules": [KEEP_PINNED]}))
aws.ecs.TaskDefinition(
    "task", family="shop-prod", container_definitions=json.dumps([{"name": "shop", "image": image, "memory": 512}])
)
