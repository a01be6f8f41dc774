"""Strings of TOML: any text comes in, a TOML basic string in quotation marks goes out."""


def quoted(text: str) -> str:
    """The text as a TOML string of one line; characters that cannot be printed become spaces.

    >>> quoted('Газета "Жетісу"')
    '"Газета \\\\"Жетісу\\\\""'
    """
    plain = "".join(x if x.isprintable() else " " for x in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
