"""Give memory that is free back to the system, where the allocator keeps it for itself."""

import sys


def give_back() -> bool:
    """Give back what the allocator holds and nobody uses; return whether it could be asked.

    Only glibc is asked: it keeps tens of megabytes between what is still in use. It takes some
    milliseconds, in which other threads go on: Python's lock is let go. Thread: any.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # here: not before the first session was left

    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library
        return False
    trim.argtypes, trim.restype = (ctypes.c_size_t,), ctypes.c_int
    trim(0)
    return True
