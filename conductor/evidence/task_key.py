"""Know a task again by its words.

Rules: a task counts once per version, whichever way it was first compared to the end. The
task on which the guidance was invented never counts: it was chosen for being a win.
"""

import hashlib
import unicodedata


def normalised(text: str) -> str:
    """Return a task's words without what does not make it another task: case, width, spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def task_key(text: str) -> str:
    """Return what two tasks have in common exactly if their normalised texts are the same."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).hexdigest()[:32]
