"""A command line taken apart: its options, and what is none."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Arguments:
    """The words after a command's name."""

    words: Sequence[str]
    valued: Collection[str]
    """The options whose value is a word of its own. All others have theirs behind `=`, or none."""

    @property
    def positional(self) -> tuple[str, ...]:
        """The words that are neither options nor their values, in order."""
        return tuple(word for option, word in self._pairs() if not option)

    def values(self, *options: str) -> Iterator[str]:
        """Give all values of these options, which are one by different names; "" where one has none."""
        return (value for option, value in self._pairs() if option in options)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Give the options with their values, and each other word with "" for an option."""
        words = iter(self.words)
        for word in words:
            name, equals, value = word.partition("=")
            if word == "--":
                yield from (("", each) for each in words)
            elif not word.startswith("-") or word == "-":
                yield "", word
            elif equals:
                yield name, value
            elif word in self.valued:
                yield word, next(words, "")
            elif word[:2] in self.valued and not word.startswith("--"):
                yield word[:2], word[2:]
            else:
                yield word, ""
