"""Put the state of an answer into a few words."""

from conductor.core.answer import LiveAnswer
from conductor.core.entities import Answer, AnswerStatus, Finish
from conductor.i18n import _


def status_text(answer: Answer, live: LiveAnswer | None) -> str:
    """Return the words for an answer's header."""
    match answer.status:
        case AnswerStatus.QUEUED:
            return live.activity if live and live.activity else _("waiting")
        case AnswerStatus.STREAMING:
            return live.activity if live and live.activity else _("writing …")
        case AnswerStatus.FAILED:
            return _("failed")
        case AnswerStatus.STOPPED:
            return _("stopped")
        case AnswerStatus.INTERRUPTED:
            return _("interrupted")
        case AnswerStatus.COMPLETE:
            return _complete(answer)


def _complete(answer: Answer) -> str:
    parts = []
    if answer.usage is not None and answer.usage.output_total is not None:
        parts.append(_("{n} tok").format(n=f"{answer.usage.output_total:,}"))
    if answer.seconds_total is not None:
        parts.append(_("{n} s").format(n=f"{answer.seconds_total:.1f}"))
    if answer.cost_usd:
        parts.append(f"${answer.cost_usd:.3f}")
    return " ".join([_end_words(answer), " · ".join(parts)]).rstrip()


def _end_words(answer: Answer) -> str:
    if answer.is_empty:
        return _("empty answer")
    match answer.finish:
        case Finish.LENGTH:
            return _("✓ cut at its limit of tokens")
        case Finish.FILTERED | Finish.REFUSED:
            return _("refused by the service")
        case Finish.CONTEXT_FULL:
            return _("✓ cut: the context is full")
        case _:
            return "✓"


def pace_text(tokens: int, seconds: float) -> str:
    """Return how much has come of an answer that is being written, and how fast."""
    words = _("{n} tok · {rate} tok/s")
    return words.format(n=f"{tokens:,}", rate=round(tokens / max(seconds, 0.1)))


def end_sentence(answer: Answer) -> str:
    """Return what a screen reader says when an answer has ended."""
    match answer.status:
        case AnswerStatus.COMPLETE if answer.is_empty:
            sentence = _("{name} sent an empty answer.")
        case AnswerStatus.COMPLETE:
            sentence = _("The answer of {name} is complete.")
        case AnswerStatus.STOPPED:
            sentence = _("The answer of {name} was stopped.")
        case _:
            sentence = _("The answer of {name} failed.")
    return sentence.format(name=answer.assistant)


def trouble_text(answer: Answer) -> str:
    """Return what went wrong and what to do, empty if nothing did."""
    match answer.status:
        case AnswerStatus.FAILED if answer.error is not None:
            return answer.error.message
        case AnswerStatus.INTERRUPTED:
            return _("The program ended while this answer was being written. What came is kept.")
        case AnswerStatus.COMPLETE if answer.is_empty:
            return _("The service sent an empty answer. Try a follow-up, or another assistant.")
        case _:
            return ""
