"""Cut a text into the words, signs and line ends that a comparison works on.

Rules: the tokens, each with the spaces after it, rejoin to the text. A Korean word counts
as the same with another particle or ending (예산은, 예산이): its stem is compared, so that
a changed particle marks the particle and not the sentence. The number of an item counts as
the same whatever it is, so that a new item does not mark all after it.
"""

import re
from dataclasses import dataclass
from itertools import islice

from conductor.core.text.patience import go_on

_TOKEN = re.compile(
    r"""
    (?P<line>[^\S\n]*\n\s*)
  | (?: (?P<hangul>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+)
      | (?P<item>(?<!\S)\d{1,3}[.)](?=[^\S\n]))
      | (?P<word>\d+(?:[.,:]\d+)*
          | [\u3040-\u30ff\u3400-\u9fff]
          | [^\W\d_\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]+
            (?:['’][^\W\d_]+)*)
      | (?P<sign>[^\w\s])(?P=sign)*
      | _+
      | \w
    ) [^\S\n]*
  | \s+
    """,
    re.VERBOSE,
)
# Particles, longest first, then what 하다 and 되다 become; what is left needs two syllables.
_PARTICLES = (
    "에서부터|으로부터|에게서는|이라고는|으로써는|에서는|에게는|에서도|으로는|으로도|으로써|으로서"
    "|까지는|까지도|부터는|보다는|만으로|이라고|이라는|이지만|이므로|입니다|이었다|이에요"
    "|에서|에게|에는|에도|으로|까지|부터|보다|처럼|마다|조차|밖에|이나|이며|이고|이라|이란|이다"
    "|로서|로써|로는|로도|만은|만이|만을|과의|와의|과는|와는|들은|들이|들을|들의|예요"
    "|은|는|이|가|을|를|의|에|도|로|와|과|만"
)
_VERB_ENDS = (
    r"(?:하|되)(?:였습니다|였다|였고|였으며|십시오|세요|거나|도록|려면|려고|지만|지|고|며|면|는|기|게|다)"
    r"|(?:합|됩)니(?:다|까)|(?:했|됐)(?:습니다|다|고|으며|지만|던|을)"
    r"|(?:한|된)(?:다|다고|다는|다면)?|(?:할|될)|(?:해|돼)(?:서|야|요|주세요)?|(?:함|됨|하여|되어)"
)
_AT_A_TIME = 10_000  # tokens
_STEM = re.compile(rf"(..+?)(?:{_PARTICLES}|{_VERB_ENDS})")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or line end with the spaces after it.

    Attributes:
        key: tokens with the same key count as the same.
        start: where it begins.
        core_end: where the spaces after it begin.
        end: where the next one begins.
        is_word: a word or number, not a sign or line end.
        is_hangul: a word in Korean letters.
        is_line_end: it ends a line.
    """

    key: str
    start: int
    core_end: int
    end: int
    is_word: bool = False
    is_hangul: bool = False
    is_line_end: bool = False


def tokens_of(text: str, limit: int | None = None) -> list[Token]:
    """Return the tokens of a text, in order, without a gap; at most so many."""
    found = islice(_TOKEN.finditer(text), limit)
    tokens: list[Token] = []
    while some := [_token(match) for match in islice(found, _AT_A_TIME)]:
        tokens += some
        go_on()
    return tokens


def stem_of(word: str) -> str:
    """Return a Korean word without its particle or common ending, at least two syllables."""
    match = _STEM.fullmatch(word)
    return match[1] if match else word


def _token(match: re.Match[str]) -> Token:
    start, end, found = match.start(), match.end(), match[0]
    if match["line"] is not None:
        key = "\n\n" if found.count("\n") > 1 else "\n"
        return Token(key, start, end, end, is_line_end=True)
    core = found.rstrip()
    core_end = start + len(core)
    if match["hangul"] is not None:
        return Token(stem_of(core), start, core_end, end, is_word=True, is_hangul=True)
    if match["item"] is not None:
        return Token(f"1{core[-1]}", start, core_end, end)
    return Token(core, start, core_end, end, is_word=match["word"] is not None)
