"""Make characters visible that a text could hide behind: controls, bidi, zero width, tags.

Rules: joiners and variation selectors stay where a script or an emoji needs them, and one
soft hyphen between two letters, where it says how a word may be divided; many hidden
characters in a row become one mark; cleaning a clean text returns the very same object.
Thread: any.
"""

import re
from functools import cache

# What is not shown as it is. Ranges in order: soft hyphen, grapheme joiner, Arabic mark, Hangul
# fillers, Khmer vowels, Mongolian selectors, zero width and bidi, invisible operators,
# variation selectors, noncharacters, shorthand and music controls, tags; then C0, C1, halves
# of a surrogate pair.
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_SUSPECT = rf"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_HIDDEN}"
_MANY = 9
"""So many hidden characters in a row become one mark with their number."""
_JOINING = (  # Arabic and its kin, then the scripts of India and its neighbours
    "\u0600-\u074f\u0750-\u077f\u07c0-\u07ff\u0840-\u08ff\ufb50-\ufdcf\ufe70-\ufefe"
    "\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1900-\u1aaf"
    "\u1b00-\u1c4f\ua800-\ua9ff\uaa60-\uaa7f\uabc0-\uabff"
)
_PICTURE = (
    "©®‼⁉™ℹ\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# England, Scotland, Wales: the only flags that are written with tag characters.
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)

_FAST = f"[{_SUSPECT}]"
_PARTS = rf"""
    (?P<kept>
        (?:{_FLAGS})
      | (?<=[{_JOINING}])[\u200c\u200d]
      | (?<=[{_PICTURE}\ufe0f\U000e007f])\u200d(?=[{_PICTURE}])
      | (?<=[{_PICTURE}0-9\#*])[\ufe0e\ufe0f]
      | (?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]
      | (?<=[{_HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]
      | (?:(?<=[^\W\d_])|(?<=[\u0300-\u036f{_JOINING}]))\u00ad(?=[^\W\d_])
    )
    | (?P<many>[{_HIDDEN}]{{{_MANY},}})
    | (?P<halves>[\ud800-\udbff][\udc00-\udfff])
    | [{_SUSPECT}]
    """


def visible(text: str) -> str:
    """Return the text with every hidden or harmful character replaced by a visible mark.

    Control characters become their symbols (␛); all others become their code (⟦U+202E⟧), many
    in a row the code of the first and their number (⟦U+00AD ×12⟧, ⟦U+200B… ×12⟧).
    Tabs and line feeds stay; two halves of a character that came separately are joined.
    """
    if (text.isascii() and text.isprintable()) or re.search(_FAST, text) is None:
        return text
    return _parts().sub(_shown, text)


@cache
def _parts() -> re.Pattern[str]:
    """Return what is cut out of a text; made when the first one needs it."""
    return re.compile(_PARTS, re.VERBOSE)


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if match.lastgroup == "kept":
        return found
    if match.lastgroup == "halves":
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    if match.lastgroup == "many":
        others = "" if found.count(found[0]) == len(found) else "…"
        return f"⟦U+{ord(found[0]):04X}{others} ×{len(found)}⟧"
    code = ord(found)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟦U+{code:04X}⟧"


def without_hidden(text: str) -> str:
    """Return the text without the characters that `visible` marks; nothing stands for them."""
    while re.search(_FAST, text) is not None:
        cleaner = _parts().sub(_kept_only, text)
        if cleaner == text:
            break
        text = cleaner  # what is gone may have been what a joiner joined
    return text


def _kept_only(match: re.Match[str]) -> str:
    return _shown(match) if match.lastgroup in ("kept", "halves") else ""


def well_formed(text: str) -> str:
    """Return the text with halves of surrogate pairs, which no file can hold, replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(text: str) -> str:
    """Return a title or tag as it is kept: one line, one space between words."""
    return " ".join(well_formed(text).split())
