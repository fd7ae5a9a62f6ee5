"""Read what a service says went wrong, in any of the shapes that services use.

Rules: everything in it comes from outside: texts are cleaned, numbers are checked.
"""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from conductor.core.request import Secret
from conductor.providers.wire.json_value import count_of, list_of, object_of, text_of
from conductor.providers.wire.plain_text import NAME_LIMIT, plain_name, plain_text

_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,60}")
_CODE_KEYS = ("code", "type", "status", "error_type", "error_code", "reason")
_STATUS_KEYS = ("code", "status", "statusCode", "status_code")
_TOLD_LIMIT = 4096  # characters of the service's words that are searched


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a service said was wrong.

    Attributes:
        text: its words, cleaned and cut, ready to be shown.
        told: the same, cut later, to be searched.
        codes: its code words, most telling first.
        status: the HTTP status that it names inside the text, if it does.
        parameter: the field of the request that it names.
        prompt_tokens: the size of the request, if it has a field for that.
        context_tokens: the size that it can take, if it has a field for that.
        is_html: whether it was a page for people.
    """

    text: str = ""
    told: str = ""
    codes: tuple[str, ...] = ()
    status: int | None = None
    parameter: str | None = None
    prompt_tokens: int | None = None
    context_tokens: int | None = None
    is_html: bool = False

    @property
    def signs(self) -> frozenset[str]:
        """Its code words in lower case, to be compared."""
        return frozenset(code.lower() for code in self.codes)


def read_body(body: bytes, secret: Secret | None = None) -> Complaint:
    """Return the complaint in the body of a response."""
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    if looks_like_html(text):
        title = _TITLE.search(text)
        words = html.unescape(title[1]) if title else ""
        return Complaint(text=plain_text(words, secret=secret), is_html=True)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    return read_complaint(value, secret)


def looks_like_html(text: str) -> bool:
    """Return whether a body is a page for people, by how it begins."""
    return text[:256].lstrip().lower().startswith(("<!doctype", "<html", "<head", "<body"))


def read_complaint(value: Any, secret: Secret | None = None) -> Complaint:
    """Return the complaint in a decoded body or event."""
    if isinstance(value, list) and value:  # Gemini
        value = value[0]
    top = value if isinstance(value, dict) else {"message": value}
    inner = object_of(top.get("error"))
    words = _words(top, inner)
    layers = [inner, top, *_details(inner)]
    return Complaint(
        text=plain_text(words, secret=secret),
        told=plain_text(words, _TOLD_LIMIT),
        codes=_codes(layers, secret),
        status=_status(layers),
        parameter=_parameter(top, inner, secret),
        prompt_tokens=count_of(inner.get("n_prompt_tokens")),
        context_tokens=count_of(inner.get("n_ctx")),
    )


def _words(top: dict[str, Any], inner: dict[str, Any]) -> str:
    for value in (inner.get("message"), top.get("error"), top.get("message"), top.get("detail")):
        words = _sentence(value)
        if words:
            raw = text_of(object_of(inner.get("metadata")).get("raw"))  # OpenRouter's upstream
            return f"{words}: {raw}" if raw else words
    return ""


def _sentence(value: Any) -> str:
    if isinstance(value, list):  # FastAPI: what was wrong with each field
        return "; ".join(_sentence_of_field(object_of(item)) for item in value[:5])
    if isinstance(value, dict):
        return _sentence(value.get("detail"))
    return value if isinstance(value, str) else ""


def _sentence_of_field(item: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in list_of(item.get("loc"))[-3:])
    return f"{place}: {text_of(item.get('msg'))}" if place else text_of(item.get("msg"))


def _details(inner: dict[str, Any]) -> list[dict[str, Any]]:
    details = inner.get("details")
    rows = details if isinstance(details, list) else [details]
    return [object_of(row) for row in (inner.get("metadata"), inner.get("innererror"), *rows[:8])]


def _codes(layers: list[dict[str, Any]], secret: Secret | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for layer in layers:
        for key in _CODE_KEYS:
            word = plain_text(text_of(layer.get(key)), NAME_LIMIT, secret=secret)
            if word and word.lower() != "error" and not word.isdigit():
                found[word] = None
    return tuple(found)


def _status(layers: list[dict[str, Any]]) -> int | None:
    for layer in layers:
        for key in _STATUS_KEYS:
            number = count_of(layer.get(key))
            if number is not None and 400 <= number <= 599:
                return number
    return None


def _parameter(top: dict[str, Any], inner: dict[str, Any], secret: Secret | None) -> str | None:
    name = inner.get("param") or top.get("param") or _forbidden_field(top)
    plain = plain_name(name, secret) or ""
    return plain if _FIELD_NAME.fullmatch(plain) else None


def _forbidden_field(top: dict[str, Any]) -> Any:
    """Return the field that a strict schema does not know (FastAPI, Mistral)."""
    rows = list_of(top.get("detail")) or list_of(object_of(top.get("message")).get("detail"))
    for row in map(object_of, rows[:8]):
        if text_of(row.get("type")).startswith("extra"):
            return next(iter(list_of(row.get("loc"))[-1:]), None)
    return None
