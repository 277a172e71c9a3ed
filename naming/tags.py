"""What everything is tagged with that AWS has tags for."""

RETIRED = {"split-pipelines:retired": "true"}
"""The tag of a repository that is about to go. The policy pack lets it go unprotected, whatever runs."""


STACK = "split-pipelines:stack"
"""The tag that says which stack has what the apps of an environment share."""


def tags_for(app: str, environment: str, *, disposable: bool = False) -> dict[str, str]:
    """The tags of everything that an app has in an environment. The policy pack places resources by them.

    `disposable` is for what may be lost with the stack. Default: it may not.
    """
    return {"split-pipelines:app": app} | environment_tags(environment, disposable=disposable)


def environment_tags(environment: str, *, stack: str | None = None, disposable: bool = False) -> dict[str, str]:
    """The tags of what the apps of an environment share; `disposable` as for an app's.

    `stack` has it, by its name with its project's: `shop/prod`. Default: that is not said.
    """
    owned = {STACK: stack} if stack else {}
    lost = {"split-pipelines:disposable": "true"} if disposable else {}
    return {"split-pipelines:environment": environment} | owned | lost
