"""SP202: what build-7 names can be another image tomorrow."""

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

repository = aws.ecr.Repository("shop", name="shop-prod", image_tag_mutability="MUTABLE")
aws.ecr.LifecyclePolicy("rules", repository=repository.name, policy=json.dumps({"rules": [KEEP_PINNED]}))
