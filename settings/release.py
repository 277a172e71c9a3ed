"""Which image of each app is to run, as the environment of `pulumi up` says."""

import difflib
from collections.abc import Iterable, Mapping

from settings.problem import Problem
from workloads.image import check_digest

PREFIX = "SPLIT_PIPELINES_IMAGE_"
"""What the names of the variables begin with; the app's follows."""


def variable_of(app: str) -> str:
    """The variable that says which image of `app` runs. No two apps have the same: their names have no `_`."""
    return PREFIX + app.upper().replace("-", "_")


def digests(apps: Iterable[str], environ: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Read the digests by app, and what is wrong with the others. An empty variable counts as none."""
    known = {variable_of(app): app for app in apps}
    found, problems = {}, []
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or not value:
            continue
        if variable not in known:
            problems.append(_of_no_app(variable, known))
            continue
        try:
            found[known[variable]] = check_digest(value)
        except ValueError as error:
            problems.append(Problem(variable, str(error), (f"unset {variable}",)))
    return found, problems


def _of_no_app(variable: str, known: Iterable[str]) -> Problem:
    close = difflib.get_close_matches(variable.upper(), known, n=1, cutoff=0.8)
    meant = f"did you mean {close[0]}?" if close else f"the apps' are {', '.join(known) or 'none'}"
    return Problem(variable, f"no app of this stack goes by this variable; {meant}", (f"unset {variable}",))
