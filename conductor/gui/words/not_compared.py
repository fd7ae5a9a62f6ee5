"""Say why there is nothing to show of a comparison."""

from conductor.core.compare.spans import NotCompared
from conductor.core.errors import ConductorError


def sentence_of(failed: NotCompared | ConductorError) -> str:
    """Return why there is nothing to show."""
    return failed.reason.sentence if isinstance(failed, NotCompared) else str(failed)
