"""Text from documents, made fit for a terminal."""


def printable(text: str) -> str:
    """Write as escapes all that is not plainly seen: what would move the cursor, change colours or turn text round."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
