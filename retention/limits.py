"""The smallest lifecycle values that cannot expire an image in use."""

MIN_KEEP_BUILDS = 5
MIN_UNTAGGED_DAYS = 1


def check_keep_builds(count: int) -> int:
    """Return `count`, the number of newest builds to keep. Raises ValueError below 5."""
    if count < MIN_KEEP_BUILDS:
        raise ValueError(
            f"{count} builds are too few: a build waiting for its release carries no pin yet, and newer "
            f"builds could expire it; keep {MIN_KEEP_BUILDS} or more"
        )
    return count


def check_untagged_days(days: int) -> int:
    """Return `days`, how long an image without any tag is kept. Raises ValueError below 1.

    ECR counts ages in whole days, from 1:
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """
    if days < MIN_UNTAGGED_DAYS:
        raise ValueError(
            f"{days} days are too few: an image in use that lost its tags needs time to be pinned again, and "
            f"ECR counts from 1; keep {MIN_UNTAGGED_DAYS} or more"
        )
    return days
