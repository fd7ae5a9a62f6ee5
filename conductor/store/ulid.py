"""Make the text ids of entities: ULIDs, sortable within one run of the program.

Written here because the window makes ids before it is painted and the library for it
costs about 90 ms to import. Source: https://github.com/ulid/spec
"""

import os
import threading
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_lock = threading.Lock()
_last = 0


def new_ulid() -> str:
    """Return a new id of 26 characters; later ones of this process sort after earlier ones."""
    global _last
    fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | int.from_bytes(os.urandom(10), "big")
    with _lock:
        _last = fresh if fresh > _last else _last + 1
        value = _last
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))
