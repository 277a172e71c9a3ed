"""ECR's lifecycle policies and images, as the rest of this package reads them."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from retention.globs import Glob


class TagStatus(StrEnum):
    """Which images a rule looks at, in ECR's words."""

    TAGGED = "tagged"
    UNTAGGED = "untagged"
    ANY = "any"


class CountType(StrEnum):
    """What a rule counts, in ECR's words."""

    IMAGE_COUNT_MORE_THAN = "imageCountMoreThan"
    SINCE_IMAGE_PUSHED = "sinceImagePushed"
    SINCE_IMAGE_PULLED = "sinceImagePulled"
    SINCE_IMAGE_TRANSITIONED = "sinceImageTransitioned"

    @property
    def is_age(self) -> bool:
        """Whether it counts days."""
        return self is not CountType.IMAGE_COUNT_MORE_THAN


class StorageClass(StrEnum):
    """Where an image lies, in ECR's words. From the archive nothing can be pulled."""

    STANDARD = "standard"
    ARCHIVE = "archive"


class Action(StrEnum):
    """What a rule does to an image, in ECR's words."""

    EXPIRE = "expire"
    TRANSITION = "transition"


@dataclass(frozen=True)
class Rule:
    """One rule of a lifecycle policy: what it selects, from how many or how many days on, and what it does then.

    Defaults as ECR has them: images in standard storage, and expire.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """

    priority: int
    tag_status: TagStatus
    count_type: CountType
    count_number: int
    tag_patterns: tuple[str, ...] = ()
    tag_prefixes: tuple[str, ...] = ()
    storage_class: StorageClass = StorageClass.STANDARD
    action: Action = Action.EXPIRE
    description: str = ""

    @cached_property
    def globs(self) -> tuple[Glob, ...]:
        """The entries of its list. It selects the images that have, for *each* entry, some tag."""
        return (*map(Glob.of_pattern, self.tag_patterns), *map(Glob.of_prefix, self.tag_prefixes))

    def as_json(self) -> dict[str, Any]:
        """The rule as ECR takes it."""
        selection: dict[str, Any] = {"tagStatus": self.tag_status.value}
        if self.tag_patterns:
            selection["tagPatternList"] = list(self.tag_patterns)
        if self.tag_prefixes:
            selection["tagPrefixList"] = list(self.tag_prefixes)
        if self.storage_class is not StorageClass.STANDARD:
            selection["storageClass"] = self.storage_class.value
        selection["countType"] = self.count_type.value
        if self.count_type.is_age:
            selection["countUnit"] = "days"
        selection["countNumber"] = self.count_number
        action = {"type": self.action.value}
        if self.action is Action.TRANSITION:
            action["targetStorageClass"] = StorageClass.ARCHIVE.value
        described = {"description": self.description} if self.description else {}
        return {"rulePriority": self.priority, **described, "selection": selection, "action": action}


@dataclass(frozen=True)
class Policy:
    """A lifecycle policy. Its rules are in the order in which ECR applies them, whatever order they are given in."""

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        # ECR goes by rulePriority, lowest first, and not by the order of the array.
        object.__setattr__(self, "rules", tuple(sorted(self.rules, key=lambda rule: rule.priority)))

    @classmethod
    def of(cls, *rules: Rule) -> "Policy":
        """A policy whose rules apply in the order of the arguments, numbered from 1."""
        return cls(tuple(replace(rule, priority=number) for number, rule in enumerate(rules, start=1)))

    @cached_property
    def text(self) -> str:
        """The policy as ECR takes it, its `lifecyclePolicyText`. Equal policies have equal texts."""
        return json.dumps({"rules": [rule.as_json() for rule in self.rules]})


@dataclass(frozen=True, slots=True)
class Image:
    """An image in a repository. Datetimes have an offset; None is never."""

    digest: str
    tags: tuple[str, ...]
    pushed_at: datetime
    last_pulled_at: datetime | None = None
    storage_class: StorageClass = StorageClass.STANDARD
    last_archived_at: datetime | None = None
    last_activated_at: datetime | None = None
    """When it was last restored from the archive."""
    children: tuple[str, ...] = ()
    """Digests of the manifests that it lists, if it is an index of platforms."""
    subject: str | None = None
    """Digest of the image that it refers to, if it is a signature, an attestation or the like: a referrer."""
