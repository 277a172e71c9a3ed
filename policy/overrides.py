"""What one start of a build sets otherwise than its project does."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy.builds.world import ANY
from policy.model import UNKNOWN, Resource, Unknown

_SET_LATER = re.compile(r"#\{[\w.-]+\}|<[\w.-]+>")
"""What CodePipeline and EventBridge fill in when they start a build."""


@dataclass(frozen=True)
class Overrides:
    """The variables and the buildspec of one start, which win over the project's."""

    variables: list[Any] | Unknown
    """As StartBuild takes them, each with name, value and type. UNKNOWN if it is not known which there are."""
    buildspec: str | Unknown | None = None
    """None if it is the project's."""

    @classmethod
    def of_action(cls, variables: Any) -> "Overrides":
        """Read what an action of CodePipeline sets, a JSON list in a text. None: it sets nothing.

        https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
        """
        return cls([]) if variables is None else cls(_variables(_read(variables)))

    @classmethod
    def of_request(cls, request: Any) -> "Overrides":
        """Take those of a StartBuild request, as `read_request` gives it.

        https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
        """
        if not isinstance(request, Mapping):
            return NOT_KNOWN
        buildspec = request.get("buildspecoverride")
        listed = request.get("environmentvariablesoverride", [])
        return cls(_variables(listed), buildspec if isinstance(buildspec, str | None) else UNKNOWN)

    def on(self, project: Resource) -> Resource:
        """The project as this start runs it."""
        source, environment = (project.props.get(prop) for prop in ("source", "environment"))
        props = dict(project.props)
        if self.buildspec is not None:
            props["source"] = {**(source if isinstance(source, Mapping) else {}), "buildspec": self.buildspec}
        if self.variables:
            known = environment if isinstance(environment, Mapping) else {}
            own = UNKNOWN if environment is UNKNOWN else known.get("environmentVariables") or []
            # Of two that have one name the later one counts.
            both = [*own, *self.variables] if isinstance(own, list) and isinstance(self.variables, list) else UNKNOWN
            props["environment"] = {**known, "environmentVariables": both}
        return replace(project, props=props)


NOT_KNOWN = Overrides(UNKNOWN, UNKNOWN)
"""Those of a start of which nothing is known."""


def read_request(text: Any) -> Mapping[str, Any] | Unknown:
    """Read a StartBuild request from its JSON, its members' names in lower case: each service has a case of its own."""
    request = _read(text)
    return _lower(request) if isinstance(request, Mapping) else UNKNOWN


def _read(text: Any) -> Any:
    """Read JSON, in which what is set later may be anything. UNKNOWN if it cannot be read."""
    if not isinstance(text, str):
        return UNKNOWN
    try:
        return json.loads(_SET_LATER.sub(ANY, text), strict=False)
    except (ValueError, RecursionError):
        return UNKNOWN


def _variables(listed: Any) -> list[Any] | Unknown:
    if not isinstance(listed, list):
        return UNKNOWN
    return [_lower(each) if isinstance(each, Mapping) else each for each in listed]


def _lower(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in mapping.items()}
