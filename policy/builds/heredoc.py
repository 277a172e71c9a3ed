"""What a command reads that is written beside it: a here-document.

https://www.gnu.org/software/bash/manual/html_node/Redirections.html
"""

import re

from tree_sitter import Node

from policy.builds.shell import text
from policy.builds.world import ANY


def read_by(redirected: Node) -> str | None:
    """The text that a command reads. None if there is none here."""
    for redirect in redirected.children_by_field_name("redirect"):
        if redirect.type == "heredoc_redirect":
            return _document(redirect)
    return None


def _document(redirect: Node) -> str:
    found = {
        each.type: text(each) for each in redirect.children if each.type in ("<<-", "heredoc_start", "heredoc_end")
    }
    start, end = found.get("heredoc_start", ""), found.get("heredoc_end", "")
    # The tree leaves out what is before the first variable.
    _, _, written = text(redirect).partition("\n")
    written = written.removesuffix("\n").removesuffix(end)
    if "<<-" in found:
        written = re.sub(r"^\t+", "", written, flags=re.MULTILINE)
    # Where its end is written in quotes, the shell puts in nothing.
    return ANY if re.fullmatch(r"\w+", start) and re.search(r"[$`\\]", written) else written
