"""SP201: ten builds later the image that runs is gone, pinned or not; where nothing is said, images pile up."""

import json

import pulumi_aws as aws

KEEP_TEN = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
    "action": {"type": "expire"},
}

repository = aws.ecr.Repository("shop", name="shop-prod", image_tag_mutability="IMMUTABLE")
aws.ecr.Repository("shop-without-rules", name="shop-staging", image_tag_mutability="IMMUTABLE")
aws.ecr.LifecyclePolicy("keep-ten", repository=repository.name, policy=json.dumps({"rules": [KEEP_TEN]}))
