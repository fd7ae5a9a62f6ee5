"""Build what one assistant sees: its role, the guidance attached, its own earlier rounds.

Rules: a thread is made of this assistant's answers only; none sees another's. A turn
without any text is left out together with its question; partial text stays, marked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from conductor.core.entities import Answer, AnswerStatus, Attachment
from conductor.core.request import Message

PARTIAL_MARK = "[This answer was cut off before its end.]"
GUIDANCE_HEADING = "Standing guidance from the person you work for:"
RETRY_WORDS = "Please revise your answer."
_LANGUAGE_LINES = {
    "ko": "Answer in Korean unless asked otherwise.",
    "en": "Answer in English unless asked otherwise.",
}
_WIDE = "\u1100"  # from here on a character is about a token
_LOOKED_AT = 65_536  # characters of a text that is measured
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier round as one assistant had it: the words it got and what it answered."""

    words: str
    answer: Answer


def language_of(text: str) -> str | None:
    """Return "ko" or "en" for the language a text is clearly written in, None if in neither.

    One Hangul syllable carries about as much as two and a half Latin letters; a language is
    clear when two thirds of the text are in it.
    """
    hangul = len(_HANGUL.findall(text)) * 2.5
    latin = len(_LATIN.findall(text))
    if max(hangul, latin) < (hangul + latin) * 2 / 3 or hangul == latin:
        return None
    return "ko" if hangul > latin else "en"


def words_of(text: str, attachments: Sequence[Attachment]) -> str:
    """Return the conductor's words with the attached files framed below them."""
    frames = [
        f'<file name="{_plain_name(item.name)}">\n{item.text.rstrip()}\n</file>'
        for item in attachments
    ]
    return "\n\n".join([text, *frames])


def _plain_name(name: str) -> str:
    return re.sub(r'[\x00-\x1f<>"]', "_", name)


def system_message(role: str, attached: Sequence[str], task: str) -> str:
    """Return the system message of a thread; empty if there is nothing to say.

    Args:
        role: the assistant's own role.
        attached: guidance attached to the task, verbatim, strongest first.
        task: the session's first words, which decide the language of the answers.
    """
    parts = [role.strip()]
    spoken, wanted = language_of(role), language_of(task)
    if wanted and spoken and spoken != wanted:
        parts.append(_LANGUAGE_LINES[wanted])
    if attached:
        parts.append("\n".join([GUIDANCE_HEADING, *(f"- {text}" for text in attached)]))
    return "\n\n".join(part for part in parts if part)


def answer_text(answer: Answer) -> str:
    """Return an earlier answer as the thread carries it, with a mark if it is partial."""
    return spoken(answer.text, answer.status)


def spoken(text: str, status: AnswerStatus) -> str:
    """Return the text of an earlier answer as the thread carries it."""
    text = text.strip()
    if not text or status is AnswerStatus.COMPLETE:
        return text
    return f"{text}\n\n{PARTIAL_MARK}"


def usable(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that a thread carries: those whose answer has any text."""
    return tuple(turn for turn in turns if answer_text(turn.answer))


def build_thread(system: str, turns: Sequence[Turn], words: str) -> tuple[Message, ...]:
    """Return the messages of one request, oldest first, the conductor's new words last."""
    earlier = (exchange(turn.words, turn.answer.text, turn.answer.status) for turn in usable(turns))
    return joined(system, earlier, words)


def exchange(words: str, text: str, status: AnswerStatus) -> tuple[Message, Message]:
    """Return the messages of one earlier round: the words an assistant got, and its answer."""
    return Message.of("user", words), Message.of("assistant", spoken(text, status))


def joined(
    system: str, exchanges: Iterable[tuple[Message, Message]], words: str
) -> tuple[Message, ...]:
    """Return the messages of one request, made of those of its earlier rounds."""
    first = (Message.of("system", system),) if system else ()
    return (*first, *chain.from_iterable(exchanges), Message.of("user", words))


def about_tokens(text: str) -> int:
    """Estimate the tokens of a text: four characters a token, Hangul and CJK one each.

    Of a long text only some characters, evenly spread, are looked at.
    """
    step = max(1, len(text) // _LOOKED_AT)
    some = text if step == 1 else text[::step]
    wide = 0 if some.isascii() else step * sum(map(_WIDE.__le__, some))
    return wide + (max(0, len(text) - wide) + 3) // 4


def rounds_to_leave_out(
    messages: Sequence[Message], *, prompt_tokens: int, context_tokens: int, reserve: int = 256
) -> int | None:
    """Return how many of the thread's first turns must go for it to fit.

    Args:
        messages: the thread that did not fit.
        prompt_tokens: its size as the service counted it.
        context_tokens: what the model can take.
        reserve: tokens kept free for the answer, a quarter of the context at the most.

    Returns:
        The number of turns, or None if even the new words alone are too long.
    """
    sizes = [about_tokens(message.text) + 4 for message in messages]
    scale = prompt_tokens / max(1, sum(sizes))
    room = context_tokens - min(reserve, context_tokens // 4)
    start = 1 if messages and messages[0].role == "system" else 0
    turns = (len(messages) - start - 1) // 2
    left = sum(sizes)
    for k in range(turns + 1):
        if left * scale <= room:
            return k
        left -= sum(sizes[start + 2 * k : start + 2 * k + 2])
    return None
