"""Turn what a service complains of into a failure that says what to do and whether to retry.

Rules: money is never retried, nor what no repetition can mend; a service's own word on
that (`x-should-retry`, `retry-after`) is obeyed.
"""

from collections.abc import Mapping

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.i18n import _
from conductor.providers.failures.complaint import Complaint, read_body
from conductor.providers.failures.diagnosis import Diagnosis, diagnose
from conductor.providers.failures.failure_sentence import advice_on_address, sentence_of
from conductor.providers.failures.retry_after import LONGEST_WAIT_S, retry_after_s, wait_in_words
from conductor.providers.wire.call import Call
from conductor.providers.wire.plain_text import plain_text

_RETRYABLE = frozenset({408, 409, 429, 498, 500, 502, 503, 504, 529, *range(520, 525)})
_MAY_PASS = frozenset({ErrorKind.RATE, ErrorKind.SERVER, ErrorKind.TIMEOUT})


def failure_of(
    complaint: Complaint,
    call: Call,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> AnswerFailed:
    """Return the failure for a complaint.

    Args:
        complaint: what the service said.
        call: what it was asked.
        status: the HTTP status; None for a complaint inside a 200 answer.
        headers: those of the response.
    """
    diagnosis = diagnose(complaint, call, status)
    message = sentence_of(diagnosis, call)
    wait_s = retry_after_s(headers or {}) if diagnosis.kind in _MAY_PASS else None
    is_soon = wait_s is None or wait_s <= LONGEST_WAIT_S
    if wait_s is not None and not is_soon:
        message = f"{message} {wait_in_words(wait_s)}"
    error = AnswerError(
        diagnosis.kind,
        message,
        detail=complaint.text,
        http_status=status,
        code=complaint.codes[0] if complaint.codes else None,
        prompt_tokens=diagnosis.prompt_tokens,
        context_tokens=diagnosis.context_tokens,
    )
    return AnswerFailed(
        error,
        retryable=is_soon and _is_retryable(diagnosis, headers or {}),
        retry_after_s=wait_s,
        parameter=diagnosis.parameter,
    )


def web_page(call: Call, complaint: Complaint) -> AnswerFailed:
    """Return the failure for a page for people where an answer was wanted."""
    sentence = _("A web page answered at {place}, not an AI service.").format(place=call.place)
    message = f"{sentence} {advice_on_address(call)}"
    return AnswerFailed(AnswerError(ErrorKind.ADDRESS, message, detail=complaint.text))


def not_understood(detail: str = "") -> AnswerFailed:
    """Return the failure for an answer that does not follow the protocol."""
    message = _(
        "The service sent something that is no valid answer. If trying again does not help, "
        "check that the address belongs to this kind of service."
    )
    return AnswerFailed(AnswerError(ErrorKind.PROTOCOL, message, detail=detail))


def truncated(detail: str = "") -> AnswerFailed:
    """Return the failure for an answer that ended before its end mark."""
    message = _(
        "The connection ended before the answer was complete. What had come is kept; try again "
        "for the whole answer."
    )
    return AnswerFailed(AnswerError(ErrorKind.TRUNCATED, message, detail=detail), retryable=True)


def not_taken(name: str) -> AnswerFailed:
    """Return the failure for a message with a picture or a file that cannot be sent."""
    sentence = _(
        "{name} cannot be sent to this service, which takes words only here. Leave it out, or "
        "ask an assistant of another service."
    )
    return AnswerFailed(AnswerError(ErrorKind.REFUSED, sentence.format(name=plain_text(name))))


def broken_off(lines: str, call: Call, *, has_started: bool) -> AnswerFailed:
    """Return the failure for an answer that ended before its end mark, by what else was sent.

    Args:
        lines: what came that belongs to no event.
        call: what was asked.
        has_started: whether anything of an answer was seen.
    """
    if has_started or not lines or lines.startswith(("{", "[")):
        return truncated()
    complaint = read_body(lines.encode(), call.endpoint.key)
    return web_page(call, complaint) if complaint.is_html else not_understood(complaint.text)


def _is_retryable(diagnosis: Diagnosis, headers: Mapping[str, str]) -> bool:
    wish = headers.get("x-should-retry", "").strip().lower()
    if diagnosis.kind in _MAY_PASS or diagnosis.kind is ErrorKind.PROTOCOL:
        if wish in ("true", "false"):
            return wish == "true"
        return diagnosis.status in _RETRYABLE
    return False
