"""Tell how well a few typed letters fit a name, in Latin letters and in Hangul.

Every typed word must be found: whole, at the start of a word, inside one, as the initial
consonants of Korean syllables (ㅅㅈ for 설정), or as letters in order.
"""

import unicodedata

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_SYLLABLES_PER_INITIAL = 588
_BEGINNING, _WORD, _INSIDE, _SCATTERED = 100, 80, 50, 10


def fit(typed: str, name: str) -> int:
    """Return how well a name fits what was typed: the more the better, 0 is not at all.

    Nothing typed fits everything, equally.
    """
    words = _plain(typed).split()
    plain = _plain(name)
    scores = [_word_fit(word, plain) for word in words]
    if not all(scores):
        return 0
    # Of names that fit equally, the shorter says less beside it.
    return sum(scores) * 100 + max(0, 99 - len(plain))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def _word_fit(word: str, name: str) -> int:
    if set(word) <= set(_INITIALS):
        name = "".join(map(_initial, name))
    at = name.find(word)
    if at == 0:
        return _BEGINNING
    if at > 0:
        return _WORD if f" {word}" in name else _INSIDE
    return _SCATTERED if _is_scattered(word, name) else 0


def _initial(character: str) -> str:
    code = ord(character)
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        return _INITIALS[(code - _FIRST_SYLLABLE) // _SYLLABLES_PER_INITIAL]
    return character


def _is_scattered(word: str, name: str) -> bool:
    """Whether the letters come in this order, the first of them at the start of a word.

    What follows a later start follows the first one too.
    """
    start = f" {name}".find(f" {word[0]}")
    return start >= 0 and _in_order(word, name[start:])


def _in_order(word: str, rest: str) -> bool:
    letters = iter(rest)
    return all(letter in letters for letter in word)
