"""Which words of which commands say where an image is pushed to."""

from collections.abc import Callable, Iterator, Mapping

from policy.builds.arguments import Arguments
from policy.builds.options import VALUED
from policy.builds.world import ANY

Destinations = Callable[[Arguments, int], Iterator[str]]
"""Gives the destinations of a command, of whose positional words so many are its own name."""

_SUBCOMMANDS = 3
"""The most words that a name has behind the program's."""


def destinations(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the names of the pushing commands that these words are, each with a reference to what it pushes to.

    A reference names an image, or a repository. What is not known of it is `ANY`.
    """
    program, tool = _named(words[0])
    arguments = Arguments(words[1:], VALUED.get(tool, ()))
    named = (tool, *arguments.positional[:_SUBCOMMANDS])
    for length in range(len(named), 0, -1):
        if found := _COMMANDS.get(named[:length]):
            label = " ".join((program, *named[1:length]))
            yield from ((label, each) for each in found(arguments, length - 1))
            return
    if is_tool(program) and ANY in "".join(named[1:2]):
        yield program, ANY


def is_tool(program: str) -> bool:
    """Whether a program, in whatever folder, is one that can push."""
    return any(key[0] == _named(program)[1] for key in _COMMANDS)


def _named(program: str) -> tuple[str, str]:
    """A program without its folder, and the one whose words it takes."""
    name = program.rsplit("/", 1)[-1]
    return name, _ALIASES.get(name, name)


def _every(arguments: Arguments, skipped: int) -> Iterator[str]:
    """Each word is one: where a variable that may be empty comes first, the last one is it."""
    yield from arguments.positional[skipped:]


def _at(place: int) -> Destinations:
    """The word at this place, from 0."""

    def found(arguments: Arguments, skipped: int) -> Iterator[str]:
        yield from arguments.positional[skipped + place : skipped + place + 1]

    return found


def _last(arguments: Arguments, skipped: int) -> Iterator[str]:
    yield from arguments.positional[skipped:][-1:]


def _option(*names: str) -> Destinations:
    def found(arguments: Arguments, _: int) -> Iterator[str]:
        yield from arguments.values(*names)

    return found


def _unknown(_: Arguments, __: int) -> Iterator[str]:
    yield ANY


def _built(arguments: Arguments, _: int) -> Iterator[str]:
    """A build pushes what it tags if it is told to, and its cache.

    https://docs.docker.com/reference/cli/docker/buildx/build
    """
    tags = list(arguments.values("-t", "--tag"))
    pushes = any(value in ("", "true", "1") for value in arguments.values("--push"))
    for output in arguments.values("-o", "--output"):
        said = _said(output)
        if said.get("type") == "registry" or said.get("push") in ("true", "1"):
            pushes = pushes or "name" not in said
            yield from filter(None, [said.get("name")])
        elif ANY in output:
            yield ANY
    if pushes:
        yield from tags or [ANY]
    for cache in arguments.values("--cache-to"):
        said = _said(cache)
        if said.get("type", "registry") == "registry":
            yield said.get("ref", cache if "=" not in cache else ANY)


def _said(value: str) -> dict[str, str]:
    return {key: said for key, equals, said in (part.partition("=") for part in value.split(",")) if equals}


def _baked(arguments: Arguments, skipped: int) -> Iterator[str]:
    """The file says what is pushed to where, unless `--set` does."""
    settings = (setting.partition("=") for setting in arguments.values("--set"))
    tags = [value for key, _, value in settings if key.endswith((".tags", ".tags+"))]
    yield from tags or _unknown(arguments, skipped)


def _composed(arguments: Arguments, _: int) -> Iterator[str]:
    """The file says where to."""
    yield from (ANY for _ in arguments.values("--push"))


def _by_kaniko(arguments: Arguments, _: int) -> Iterator[str]:
    if all(value == "false" for value in arguments.values("--no-push")):
        yield from arguments.values("-d", "--destination")


def _packed(arguments: Arguments, skipped: int) -> Iterator[str]:
    if list(arguments.values("--publish")):
        yield from arguments.positional[skipped : skipped + 1]
        yield from arguments.values("-t", "--tag")


def _remade(arguments: Arguments, skipped: int) -> Iterator[str]:
    """Where no other name is given, the image takes the place of the one that it is made of."""
    yield from list(arguments.values("-t", "--tag", "--new_tag")) or arguments.positional[skipped : skipped + 1]


def _put(arguments: Arguments, _: int) -> Iterator[str]:
    account, region, name = (
        next(arguments.values(option), ANY) for option in ("--registry-id", "--region", "--repository-name")
    )
    yield f"{account}.dkr.ecr.{region}.amazonaws.com/{name}"


_DOCKER: Mapping[tuple[str, ...], Destinations] = {
    ("push",): _every,
    ("image", "push"): _every,
    ("manifest", "push"): _last,
    ("build",): _built,
    ("image", "build"): _built,
    ("builder", "build"): _built,
    ("buildx", "build"): _built,
    ("buildx", "bake"): _baked,
    ("buildx", "imagetools", "create"): _option("-t", "--tag"),
    ("compose", "push"): _unknown,
    ("compose", "build"): _composed,
}
_COMMANDS: Mapping[tuple[str, ...], Destinations] = {
    **{("docker", *name): found for name, found in _DOCKER.items()},
    ("podman", "push"): _last,
    ("podman", "image", "push"): _last,
    ("podman", "manifest", "push"): _last,
    ("buildah", "push"): _last,
    ("buildah", "manifest", "push"): _last,
    ("buildx", "build"): _built,
    ("buildx", "bake"): _baked,
    ("docker-compose", "push"): _unknown,
    ("docker-compose", "build"): _composed,
    ("podman", "compose", "push"): _unknown,
    ("crane", "push"): _at(1),
    ("crane", "copy"): _at(1),
    ("crane", "cp"): _at(1),
    ("crane", "tag"): _at(0),
    ("crane", "append"): _option("-t", "--new_tag"),
    ("crane", "mutate"): _remade,
    ("crane", "rebase"): _remade,
    ("crane", "flatten"): _remade,
    ("skopeo", "copy"): _at(1),
    ("skopeo", "sync"): _unknown,
    ("oras", "push"): _at(0),
    ("oras", "attach"): _at(0),
    ("oras", "copy"): _at(1),
    ("oras", "cp"): _at(1),
    ("oras", "tag"): _at(0),
    ("kaniko",): _by_kaniko,
    ("pack", "build"): _packed,
    ("aws", "ecr", "put-image"): _put,
}
"""The commands that push. Of those that are not here none is taken to push."""

_ALIASES = {"nerdctl": "docker", "finch": "docker", "docker-buildx": "buildx", "gcrane": "crane", "executor": "kaniko"}
