"""Text from a cell, made fit to be stored and shown."""

MESSAGE_CHARACTERS = 2000


def cleaned(raw: bytes) -> str:
    """UTF-8 with errors replaced, and control characters (terminal escapes, null bytes) turned into the replacement
    sign."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def message(raw: bytes) -> str:
    return cleaned(raw)[:MESSAGE_CHARACTERS]
