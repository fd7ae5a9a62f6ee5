"""Make a text safe to stand in a frame: nothing in it can pass for a frame's own marks.

Rules: words are never lost. Hidden characters go, line ends become line feeds; what looks
like a frame's tag, in any disguise, keeps its words in parentheses; what a model server
would read as the end of a turn is broken by a space. Doing it twice changes nothing more.
"""

import re
import unicodedata

from conductor.core.text.visible import without_hidden

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SOFT_HYPHEN = "\u00ad"
_NOTHING = "\x00"  # stands for a character that is not looked at
_TWINS = {
    **dict.fromkeys("‹〈《⟨«≪❮❬˂ᐸᚲ⧼⟪⦑", "<"),
    **dict.fromkeys("›〉》⟩»≫❯❭˃ᐳ⧽⟫⦒", ">"),
    **dict.fromkeys("\\⁄∕⧸╱⟋", "/"),
    **dict.fromkeys("аαɑᴀ", "a"),
    **dict.fromkeys("ոռɴпη", "n"),
    **dict.fromkeys("ѕꜱƽ", "s"),
    **dict.fromkeys("ԝᴡшωѡ", "w"),
    **dict.fromkeys("еεɛҽᴇ℮", "e"),
    **dict.fromkeys("гʀᴦɾ", "r"),
}


class _Folding(dict[int, str]):
    """Maps every character to the plain one it looks like, one to one."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        plain = _TWINS.get(plain, plain)
        self[code] = plain if len(plain) == 1 else _NOTHING
        return self[code]


_FOLDING = _Folding()

_NAME = r"[\x00\s]{0,3}".join("answer")
_OPENING = r"(?P<open><|&lt;?|&\#0{0,4}60;?|&\#x0{0,4}3c;?|/u003c|/x3c|%3c)"
_TAG = re.compile(
    rf"""
    {_OPENING}
    (?: [\x00\s]{{0,9}} (?:/|&\#47;|&sol;|%2f) [\x00\s/]{{0,9}} {_NAME}
      | \x00{{0,9}} {_NAME} (?=[\s>/\x00&]|$)
      | [\x00\s]{{0,9}} {_NAME} [\x00\s]{{0,9}} (?:id\b|>|/|&gt)
    )
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r"[^<>\n]{0,120}?(?P<close>>|&gt;?|&#0{0,4}62;?|&#x0{0,4}3e;?)")
# How the services' chat formats write the marks between turns.
_CONTROL = re.compile(
    r"""
    < (?= [|｜] [^\s|｜<>]{1,60} [|｜]? > )
  | < (?= [^\s|｜<>]{1,60} [|｜] > )
  | < (?= /? (?: s | bos | eos | pad | unk | mask | cls | sep | start_of_turn | end_of_turn
               | end_of_utterance | think | tool_call | tool_response ) > )
  | < (?= </? sys >> )
  | \[ (?= /? (?: inst | system_prompt | available_tools | tool_calls | tool_results
               | g?mask | cls | sep ) \] )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def harmless(text: str) -> str:
    """Return a text as it may stand between the marks of a frame."""
    plain = without_hidden(_LINE_ENDS.sub("\n", text)).replace(_SOFT_HYPHEN, "")
    return _CONTROL.sub(r"\g<0> ", _without_tags(plain))


def folded(text: str) -> str:
    """Return a text with every character as the plain one it looks like; same length."""
    return text.translate(_FOLDING)


def _without_tags(text: str) -> str:
    plain = folded(text)
    tags = list(_TAG.finditer(plain))
    pieces: list[str] = []
    done = 0
    for i, tag in enumerate(tags):
        end = tags[i + 1].start() if i + 1 < len(tags) else len(text)
        opened = tag.end("open")
        pieces += [text[done : tag.start()], "("]
        inside = _CLOSING.match(plain, opened, end)
        done = inside.end() if inside else opened
        if inside:
            pieces += [text[opened : inside.start("close")], ")"]
    return "".join([*pieces, text[done:]])
