"""Carry out one HTTP call: send, check that a service answered, hand out what comes.

Rules: no redirect is followed, so a key never reaches another host; nothing is read
without a limit; whatever happens, the response is closed.
"""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.i18n import _
from conductor.providers.failures import network_failure
from conductor.providers.failures.complaint import read_body
from conductor.providers.failures.failure import failure_of, not_understood, web_page
from conductor.providers.wire.call import EVENT_STREAM, JSON, Call
from conductor.providers.wire.client import timeouts
from conductor.providers.wire.plain_text import plain_name, plain_text
from conductor.providers.wire.pools import POOL

ERROR_LIMIT_BYTES = 64 * 1024
_ERROR_LIMIT_S = 10.0  # for a body that only explains a failure
_IN_HEADERS = re.compile(r"[!-~]+")
_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-generation-id", "apim-request-id")


class Reply:
    """A successful response, whose body is still on its way."""

    def __init__(self, response: httpx.Response, call: Call) -> None:
        self._response = response
        self._call = call

    @property
    def request_id(self) -> str | None:
        """The service's id of the call, for its support."""
        found = (self._response.headers.get(name) for name in _REQUEST_ID_HEADERS)
        return plain_name(next(filter(None, found), None), self._call.endpoint.key)

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Yield the body as it comes.

        Raises:
            AnswerFailed: it broke off, or nothing came for too long.
        """
        try:
            async with aclosing(_raw(self._response)) as raw:
                async for piece in raw:
                    yield piece
        except httpx.HTTPError as error:
            raise network_failure.during_answer(error, self._call) from error

    async def body(self, limit_bytes: int) -> bytes:
        """Return the whole body.

        Raises:
            AnswerFailed: it broke off, or is longer than the limit.
        """
        body = bytearray()
        async with aclosing(self.pieces()) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) > limit_bytes:
                    raise not_understood(_("The body is longer than allowed."))
        return bytes(body)


@asynccontextmanager
async def exchange(client: httpx.AsyncClient, call: Call) -> AsyncIterator[Reply]:
    """Make the call and give its successful reply.

    Raises:
        AnswerFailed: there is none.
    """
    response = await _send(client, call)
    try:
        await _check(response, call)
        yield Reply(response, call)
    finally:
        await response.aclose()


async def fetch_json(client: httpx.AsyncClient, call: Call, limit_bytes: int) -> Any:
    """Return the JSON document that a call is answered with.

    Raises:
        AnswerFailed: there is none.
    """
    async with exchange(client, call) as reply:
        body = await reply.body(limit_bytes)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        complaint = read_body(body, call.endpoint.key)
        if complaint.is_html:
            raise web_page(call, complaint) from error
        raise not_understood(complaint.text) from error


async def _send(client: httpx.AsyncClient, call: Call) -> httpx.Response:
    _check_key(call)
    try:
        request = client.build_request(
            "GET" if call.body is None else "POST",
            call.endpoint.base_url + call.path,
            content=call.body,
            headers=_headers(call),
            timeout=timeouts(call.read_limit_s),
            extensions={POOL: hash(call.endpoint.key)},
        )
        return await client.send(request, stream=True, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise network_failure.before_answer(error, call) from error


def _headers(call: Call) -> dict[str, str]:
    headers = {**dict(call.headers), "Accept": call.accept, "Accept-Encoding": "identity"}
    if call.body is not None:
        headers["Content-Type"] = JSON
    if call.endpoint.key is not None:
        scheme = "Bearer " if call.key_header == "Authorization" else ""
        headers[call.key_header] = scheme + call.endpoint.key.reveal()
    if not call.endpoint.keep_alive:
        headers["Connection"] = "close"
    return headers


def _check_key(call: Call) -> None:
    """Refuse a key that cannot stand in a header; the library's own error would quote it."""
    key = call.endpoint.key
    if key is not None and not _IN_HEADERS.fullmatch(key.reveal()):
        sentence = _(
            "The key is empty or has characters that no key has: spaces, line breaks or letters "
            "beyond a to z. Copy it again."
        )
        raise AnswerFailed(AnswerError(ErrorKind.KEY, sentence))


async def _check(response: httpx.Response, call: Call) -> None:
    if response.status_code in range(300, 400):
        raise _redirected(response, call)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    is_packed = encoding not in ("", "identity")
    if not response.is_success:
        body = b"" if is_packed else await _beginning(response)
        complaint = read_body(body, call.endpoint.key)
        raise failure_of(complaint, call, status=response.status_code, headers=response.headers)
    if is_packed:
        raise _packed(encoding, call)
    if _content_type(response) == "text/html":
        raise web_page(call, read_body(await _beginning(response), call.endpoint.key))


async def _beginning(response: httpx.Response) -> bytes:
    """Return what comes of a body that explains a failure, at most so much of it."""
    body = bytearray()
    try:
        async with asyncio.timeout(_ERROR_LIMIT_S), aclosing(_raw(response)) as raw:
            async for piece in raw:
                body += piece
                if len(body) >= ERROR_LIMIT_BYTES:
                    break
    except (httpx.HTTPError, TimeoutError):
        pass  # the status says enough
    return bytes(body[:ERROR_LIMIT_BYTES])


def _raw(response: httpx.Response) -> AsyncGenerator[bytes]:
    return cast("AsyncGenerator[bytes]", response.aiter_raw())  # so that it can be closed


def _content_type(response: httpx.Response) -> str:
    value: str = response.headers.get("content-type", EVENT_STREAM)
    return value.partition(";")[0].strip().lower()


def _redirected(response: httpx.Response, call: Call) -> AnswerFailed:
    try:
        target = urlsplit(response.headers.get("location", ""))
    except ValueError:
        target = urlsplit("")
    place = f"{target.scheme}://{target.hostname}" if target.hostname else ""
    sentence = _(
        "The address passes requests on to another one, which Conductor does not follow, so that "
        "the key stays where it belongs. Enter the final address in the connection."
    )
    error = AnswerError(
        ErrorKind.ADDRESS,
        sentence,
        detail=plain_text(place, secret=call.endpoint.key),
        http_status=response.status_code,
    )
    return AnswerFailed(error)


def _packed(encoding: str, call: Call) -> AnswerFailed:
    sentence = _(
        "The answer came compressed, which was not asked for and is not unpacked. A proxy on the "
        "way may do that; a direct address helps."
    )
    detail = plain_text(encoding, 60, secret=call.endpoint.key)
    return AnswerFailed(AnswerError(ErrorKind.PROTOCOL, sentence, detail))
