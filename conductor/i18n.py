"""Translate the sentences a person sees.

Rules: `_()` takes the English sentence, whole; values are put in after translation. `N_()`
marks a sentence that is translated later, where it is shown. A Korean sentence may have a
particle in both forms behind a value, as in `{name}[을/를]`; the one that fits is taken.
"""

import os
import re
from functools import cache

from conductor.assets import read_text

LANGUAGES = ("en", "ko")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_current = "en"
_PARTICLE = r"\[([가-힣]+)/([가-힣]+)\]"
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_FINALS = 28  # a syllable's last consonant, none included
_RIEUL = 8
_FINAL_OF_DIGIT = dict(
    zip("0123456789", (21, _RIEUL, 0, 16, 0, 0, 1, _RIEUL, _RIEUL, 0), strict=True)
)
_LETTERS_WITH_FINAL = "bcgkmnpt"
"""Letters of a Latin word's end that are read as a final consonant."""


class _Sentence(str):
    """A translated sentence whose particles follow the values that are put in."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """Put the values in, each followed by the form of its particle that fits."""
        done, at = "", 0
        for particle in re.finditer(_PARTICLE, self):
            done += self[at : particle.start()].format(*args, **kwargs)
            done += particle_after(done, particle[1], particle[2])
            at = particle.end()
        return done + self[at:].format(*args, **kwargs)


def particle_after(word: str, after_consonant: str, after_vowel: str) -> str:
    """Return the form of a Korean particle that fits behind a word, as 을 and 를.

    Names in Latin letters and numbers are taken as they are read aloud, as far as their
    end tells.
    """
    final = _final_of(word.rstrip("”’\"')]}…. "))
    if final == _RIEUL and after_consonant == "으로":
        return after_vowel
    return after_consonant if final else after_vowel


def _final_of(word: str) -> int:
    """Return the number of the consonant a word ends in, 0 for none."""
    last = word[-1:].casefold()
    if _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE:
        return (ord(last) - ord(_FIRST_SYLLABLE)) % _FINALS
    if last == "l" or word[-1:] == "R":
        return _RIEUL
    return _FINAL_OF_DIGIT.get(last, int(bool(last) and last in _LETTERS_WITH_FINAL))


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    import json  # here: English needs none of it

    table: dict[str, str] = json.loads(read_text(f"translations/{language}.json"))
    return {
        english: _Sentence(words) if "[" in words else words for english, words in table.items()
    }


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
    found = _catalogue(_current).get(sentence)
    return sentence if found is None else found


def N_(sentence: str) -> str:  # noqa: N802 - the usual name of this mark
    """Return the sentence as it is; whoever shows it translates it."""
    return sentence
