"""Translate the sentences a person sees.

Rules: `_()` takes the English sentence, whole; values are put in after translation.
"""

import json
from functools import cache

from conductor.assets import read_text

LANGUAGES = ("en", "ko")
_current = "en"


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    table: dict[str, str] = json.loads(read_text(f"translations/{language}.json"))
    return table


def use_language(language: str) -> None:
    """Set the language of everything translated from now on; unknown ones mean English."""
    global _current
    _current = language if language in LANGUAGES else "en"


def current_language() -> str:
    """Return the language in use, "en" or "ko"."""
    return _current


def _(sentence: str) -> str:
    """Return the sentence in the current language, itself if it has no translation."""
    return _catalogue(_current).get(sentence, sentence)
