"""Leave out of what is kept of a connection's form what may be a key."""

import re

LEAST_KEY = 20  # letters and digits of a word that may be a key
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*", re.ASCII)


def kept_name(name: str) -> str:
    """Return a connection's name, or nothing if a word of it may be a key."""
    return "" if _may_be_key(name) else name


def kept_variable(name: str) -> str:
    """Return the name of an environment variable, or nothing if it is none."""
    return name if _VARIABLE.fullmatch(name) else ""


def kept_address(address: str) -> str:
    """Return an address without what may hold a key: a name before the host, and a query."""
    before, mark, rest = address.partition("://")
    host, slash, path = (rest if mark else before).partition("/")
    host = host.rpartition("@")[2]
    plain = f"{host}{slash}{path}".partition("?")[0].partition("#")[0]
    return f"{before}{mark}{plain}" if mark else plain


def _may_be_key(name: str) -> bool:
    """Whether a name is a word without a space, of letters and digits, as long as a key."""
    return any(
        len(word) >= LEAST_KEY and any(map(str.isdigit, word)) and any(map(str.isalpha, word))
        for word in name.split()
    )
