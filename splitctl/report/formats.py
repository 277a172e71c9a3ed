"""How a report can be written."""

from enum import StrEnum


class Format(StrEnum):
    """What is to read it."""

    sarif = "sarif"
    junit = "junit"
    github = "github"
    markdown = "markdown"
