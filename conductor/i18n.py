"""Translate the sentences a person sees.

Rules: `_()` takes the English sentence, whole; values are put in after translation. `N_()`
marks a sentence that is translated later, where it is shown.
"""

import json
import os
from functools import cache

from conductor.assets import read_text

LANGUAGES = ("en", "ko")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
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


def system_language() -> str:
    """Return the language that the environment asks for, "en" or "ko"."""
    wanted = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"


def _(sentence: str) -> str:
    """Return the sentence in the current language, itself if it has no translation."""
    return _catalogue(_current).get(sentence, sentence)


def N_(sentence: str) -> str:  # noqa: N802 - the usual name of this mark
    """Return the sentence as it is; whoever shows it translates it."""
    return sentence
