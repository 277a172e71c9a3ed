"""The types that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.types.ecr_lifecycle_policy import EcrLifecyclePolicy
from splitctl.sandbox.provider.types.ecr_repository import EcrRepository
from splitctl.sandbox.provider.types.ecr_repository_policy import EcrRepositoryPolicy

ALL: tuple[ResourceType, ...] = (EcrRepository(), EcrLifecyclePolicy(), EcrRepositoryPolicy())
