"""Turn what goes wrong on the way to a service into a failure with a sentence.

Rules: nothing of the request's headers gets into a text; before the first byte of a
response most failures may be retried, since the service did not begin to work.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.service import service_of
from conductor.i18n import _
from conductor.providers.failures.failure import truncated
from conductor.providers.failures.failure_sentence import about_address
from conductor.providers.wire.call import Call
from conductor.providers.wire.client import CONNECT_LIMIT_S
from conductor.providers.wire.plain_text import plain_text

_DEPTH_LIMIT = 16


def before_answer(error: httpx.HTTPError | httpx.InvalidURL, call: Call) -> AnswerFailed:
    """Return the failure for a call that got no response."""
    match error:
        case httpx.ReadTimeout():
            return silence(call)
        case httpx.ConnectTimeout():
            return _network(_about_connect_time(call))
        case httpx.ConnectError():
            return _not_connected(error, call)
        case httpx.PoolTimeout():
            return _network(_("Too many answers are on their way at once. Try again in a moment."))
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return _failed(ErrorKind.ADDRESS, _("The address of the connection is not valid."))
        case httpx.RemoteProtocolError() if "disconnected" not in str(error).lower():
            return _failed(ErrorKind.ADDRESS, about_address(call))
        case _:
            return _network(_about_hang_up(call))


def during_answer(error: httpx.HTTPError, call: Call) -> AnswerFailed:
    """Return the failure for a response that broke off."""
    return silence(call) if isinstance(error, httpx.ReadTimeout) else truncated()


def silence(call: Call) -> AnswerFailed:
    """Return the failure for a service that stays silent for too long."""
    sentence = _(
        "Nothing came from the service for {seconds} seconds, so the request was given up. Try "
        "again, or raise the time limit if the model needs longer."
    )
    return _failed(ErrorKind.TIMEOUT, sentence.format(seconds=f"{call.read_limit_s:g}"))


def _not_connected(error: httpx.ConnectError, call: Call) -> AnswerFailed:
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                reason = plain_text(str(getattr(cause, "verify_message", "")))
                return _failed(ErrorKind.TLS, _about_certificate(call), reason)
            case ssl.SSLEOFError() | ssl.SSLZeroReturnError() | ssl.SSLSyscallError():
                return _network(_about_hang_up(call))
            case ssl.SSLError():
                reason = plain_text(str(getattr(cause, "reason", None) or ""))
                return _failed(ErrorKind.TLS, _about_tls(call), reason)
            case socket.gaierror():
                return _unknown_host(cause, call)
            case ConnectionRefusedError():
                return _refused(call)
            case OSError(errno=errno.EHOSTUNREACH | errno.ENETUNREACH):
                break
    return _network(_("{place} cannot be reached. Check the network.").format(place=call.place))


def _unknown_host(cause: socket.gaierror, call: Call) -> AnswerFailed:
    if cause.errno == socket.EAI_AGAIN:
        sentence = _("The name {place} cannot be looked up now. Is this machine offline?")
        return _network(sentence.format(place=call.place))
    sentence = _(
        "There is no machine called {place}. Check the address of the connection, and that this "
        "machine is online."
    )
    return _failed(ErrorKind.ADDRESS, sentence.format(place=call.place), is_retryable=True)


def _refused(call: Call) -> AnswerFailed:
    if service_of(call.endpoint.kind).is_built_in:
        sentence = _("The built-in model server does not run. Try again; it starts by itself.")
        return _failed(ErrorKind.LOCAL, sentence, is_retryable=True)
    sentence = _(
        "Nothing answers at {place}. If it is a server of your own, start it; else check the "
        "address of the connection."
    )
    return _network(sentence.format(place=call.place))


def _about_connect_time(call: Call) -> str:
    sentence = _("{place} did not answer within {seconds} seconds. Check the network.")
    return sentence.format(place=call.place, seconds=f"{CONNECT_LIMIT_S:g}")


def _about_hang_up(call: Call) -> str:
    sentence = _(
        "{place} hung up before it answered. Try again in a moment; if that goes on, check the "
        "address of the connection."
    )
    return sentence.format(place=call.place)


def _about_certificate(call: Call) -> str:
    sentence = _(
        "The certificate of {place} cannot be trusted, so nothing was sent. Check the address "
        "and this machine's clock; in a company, ask for the address that has a valid one."
    )
    return sentence.format(place=call.place)


def _about_tls(call: Call) -> str:
    sentence = _(
        "{place} does not speak https properly, so nothing was sent. A server on this machine "
        "may want an address that begins with http://."
    )
    return sentence.format(place=call.place)


def _network(sentence: str) -> AnswerFailed:
    return _failed(ErrorKind.NETWORK, sentence, is_retryable=True)


def _failed(
    kind: ErrorKind, sentence: str, detail: str = "", *, is_retryable: bool = False
) -> AnswerFailed:
    return AnswerFailed(AnswerError(kind, sentence, detail=detail), retryable=is_retryable)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what an exception came from; several attempts to connect come as a group."""
    waiting: list[BaseException | None] = [error]
    for _step in range(_DEPTH_LIMIT):
        if not waiting:
            return
        current = waiting.pop(0)
        if current is None:
            continue
        yield current
        waiting.append(current.__cause__ or current.__context__)
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
