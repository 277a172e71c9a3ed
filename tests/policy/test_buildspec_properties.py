"""What holds of all buildspecs: how a script is written changes nothing, and nothing makes the pack fail."""

import json
import shlex
import zlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.builds.shell import LONGEST
from policy.environments import DEFAULT, Environments
from policy.rules.sp103 import shared_buildspecs
from tests.policy.buildspecs import build, buildspec, destinations, pushed

NAMES = st.from_regex(r"[a-z]{1,3}(-[a-z]{1,3})?", fullmatch=True).map(lambda name: f"x-{name}")
Script = tuple[str, frozenset[str]]
"""A script, and all that it may push to."""


def around(before: str, after: str) -> Any:
    """Make a function that puts something around a script."""
    return lambda script: (f"{before}{script[0]}{after}", script[1])


def beside(before: str, between: str, after: str) -> Any:
    """Make a function that puts two scripts beside each other."""
    return lambda one, other: (f"{before}{one[0]}{between}{other[0]}{after}", one[1] | other[1])


def defined(script: Script) -> Script:
    """Make a function of a script, of a name that no other has, and call it twice."""
    name = f"f{zlib.crc32(script[0].encode())}"
    return f"{name}() {{\n{script[0]}\n}}\n{name}; {name}", script[1]


ONE = [
    around("( ", "\n)"),
    around("{ ", "\n}"),
    around("if x; then\n", "\nfi"),
    around("if ! x; then y; elif [[ $A == b* ]]; then\n", "\nfi"),
    around("for each in a b; do\n", "\ndone"),
    around("while read -r line; do\n", "\ndone < lines"),
    around("case $A in a) ", "\n;; esac"),
    around('echo "$( ', '\n)"'),
    defined,
    around("cat <<EOF\ndocker push mentioned\nEOF\n", ""),
    around("# docker push mentioned\n", " # it's"),
    lambda script: (f"bash -c {shlex.quote(script[0])}", script[1]),
    lambda script: (f"eval {shlex.quote(script[0])}", script[1]),
]
TWO = [
    beside("", "\n", ""),
    beside("{ ", "\n} && { ", "\n}"),
    beside("{ ", "\n} || { ", "\n}"),
    beside("{ ", "\n} | { ", "\n}"),
    beside("if ", "\nthen ", "\nfi"),
    beside("if x; then ", "\nelse ", "\nfi"),
    beside("case $A in a) ", "\n;; *) ", "\n;; esac"),
]
PUSHES = NAMES.map(lambda name: (f"docker push {name}", frozenset({name})))
SCRIPTS: st.SearchStrategy[Script] = st.recursive(
    PUSHES | st.just(("make_nothing -x", frozenset[str]())),
    lambda inner: st.one_of(
        st.builds(lambda wrap, script: wrap(script), st.sampled_from(ONE), inner),
        st.builds(lambda join, one, other: join(one, other), st.sampled_from(TWO), inner, inner),
    ),
    max_leaves=6,
)


@given(SCRIPTS)
def test_a_push_is_found_wherever_it_stands(script: Script) -> None:
    """All of them, and nothing else: in branches, loops, functions, pipes, and scripts within scripts."""
    text, expected = script
    assert expected == pushed(text)


@given(st.lists(SCRIPTS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_independent_commands_means_nothing(scripts: list[Script], random: Any) -> None:
    """The destinations are those of each, in whatever order."""
    texts = [text for text, _ in scripts]
    random.shuffle(texts)
    assert {each for _, found in scripts for each in found} == pushed(*texts)


@given(SCRIPTS, st.lists(st.text(st.sampled_from("abc $(){}<>|&;'\"`\\=\n*#!-x"), max_size=30), max_size=3))
def test_a_later_command_takes_nothing_away(script: Script, more: list[str]) -> None:
    """Whatever it is, and be it nonsense."""
    text, expected = script
    assert expected <= pushed(text, *more)


SPACES = st.sampled_from([" ", "  ", "\t", " \\\n", " \\\n   "])
QUOTES = st.sampled_from(["{}", "'{}'", '"{}"', "''{}", '{}""'])
WORDS = ["docker", "buildx", "build", "--push", "--tag", "x-$A-prod", "--tag=y:1", "."]


@given(st.lists(SPACES, min_size=len(WORDS), max_size=len(WORDS)), st.lists(QUOTES, min_size=len(WORDS)), st.data())
def test_spaces_and_quotes_mean_nothing(spaces: list[str], quotes: list[str], data: st.DataObject) -> None:
    """However the words of a command are set apart, and put in quotes where that changes no word."""
    written = [word if "$" in word else quote.format(word) for word, quote in zip(WORDS, quotes, strict=False)]
    variable = data.draw(st.sampled_from(["x-$A-prod", "x-${A}-prod", '"x-$A-prod"', 'x-"${A}"-prod', "'x-'$A'-prod'"]))
    words = [variable if "$" in word else word for word in written]
    assert {"x-b-prod", "y:1"} == pushed(
        "A=b", "".join(word + space for word, space in zip(words, spaces, strict=False))
    )


PIECES = st.sampled_from(
    [
        *(
            "docker push ",
            "$X",
            "${X:-",
            "${X%",
            "${!X",
            "}",
            "$(",
            ")",
            '"',
            "'",
            "`",
            " ",
            "\n",
            ";",
            "&&",
            "|",
            "if ",
        ),
        *("then ", "fi", "for x in ", "do ", "done", "case x in ", "esac", "(", "{ ", "[[ ", "]]", "=", "f() ", "f"),
        *("eval ", "bash -c ", "<<EOF\n", "EOF\n", "$'", "\\", "((", "))", "export ", "A=(", "<(", "\0", "\ud800"),
        *("{a,b}", "*", "#", "xargs -I"),
    ]
)
GARBAGE = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)
judge = shared_buildspecs(Environments(DEFAULT))


@given(GARBAGE, GARBAGE)
def test_garbage_is_judged(script: str, value: str) -> None:
    """As a command, as a variable, as a whole buildspec, as its YAML: there is an answer, and no exception."""
    for text in (script, f"phases: {script}", json.dumps({"phases": {"build": {"commands": [script]}}})):
        project = build(text, {"X": value})
        assert len(list(judge([project]))) in (0, 1)


KEYS = [
    *("env", "variables", "shell", "version", "parameter-store", "phases", "build", "commands", "finally", "batch"),
    *("build-list", "build-matrix", "dynamic", "static", "buildspec", "identifier", "<<"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_any_document_is_judged(document: Any) -> None:
    """Whatever stands in place of what."""
    assert len(list(judge([build(json.dumps(document))]))) in (0, 1)
    source = {"source": document, "environment": document, "serviceRole": document}
    assert len(list(judge([build("x", **source)]))) in (0, 1)


def test_what_is_huge_has_an_end() -> None:
    """Nested, multiplied, endless: what was found is there, and what was not looked at is not known."""
    aliases = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    bomb = f"a0: &a0 docker push x\n{aliases}\nphases: {{build: {{commands: *a29}}}}"
    merges = "\n".join(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 30))
    doubling = "X=aa; " + "X=$X$X; " * 60 + "docker push $X"
    ways = "; ".join(f"if x; then A{n}=1; fi" for n in range(100)) + "; docker push x-${A1:-0}"
    loops = "for a in 1 2 3 4 5 6 7 8 9; do " * 9 + "docker push x" + "; done" * 9
    for text in (
        bomb,
        f"m0: &m0 {{a: b}}\n{merges}\nphases: *m29",
        "a: " + "[" * 50_000,
        "a: &x [*x]\nphases: *x",
        "a: " * 9_000,
    ):
        assert {"*"} == destinations(build(text))
    for command in ("(" * 9_000, "$(" * 4_000, "x " * LONGEST, "a=(" * 3_000, "docker push {a,b}" + "{a,b}" * 20):
        assert {"*"} == pushed(command)
    assert {"*"} == pushed(doubling)
    assert {"x-*"} == pushed(ways)
    assert {"x", "*"} == pushed(loops)
    long = "X=" + "a" * 4_000 + "; "
    assert {"x", "*"} == pushed(long + loops.replace("docker", ": ${X##*b}; docker"))
    assert {"x", "*"} == pushed(loops.replace("docker", ": " + "x " * 900 + "; docker"))
    deep = "if x; then " * 150 + "docker push x" + "; fi" * 150
    assert {"x", "y"} == pushed(deep, "docker push y")


def test_a_matrix_of_too_many_builds_has_an_end() -> None:
    """CodeBuild runs a hundred builds in a batch, and so many are looked at."""
    variables = {f"V{n}": [str(each) for each in range(10)] for n in range(10)}
    matrix = {"build-matrix": {"dynamic": {"env": {"variables": variables}}}}
    found = destinations(build(buildspec("docker push x-$V9-$V8-$V7", batch=matrix)))
    assert 101 == len(found)
