"""Hold the migrations of the library file, one file each, in the order in which they were made.

Rules: append-only; a file that a program has left behind never changes. A migration uses no
other code of this project, sets no `user_version` (its number is its place in the list), and
has a test that starts from a file of the version before.
"""

from conductor.store.migrations import (
    m0001_first_library,
    m0002_judgements,
    m0003_guidance,
    m0004_gone_for_good,
)

ALL = (m0001_first_library, m0002_judgements, m0003_guidance, m0004_gone_for_good)
"""What brings a file up to date: number n makes version n of version n - 1."""
