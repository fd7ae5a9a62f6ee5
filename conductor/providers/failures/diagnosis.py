"""Decide what kind of failure a service's complaint is; the sentences are elsewhere.

Rules: the most telling sign wins: a code before a sentence, a sentence before a status.
"""

import re
from dataclasses import dataclass

from conductor.core.errors import ErrorKind
from conductor.providers.failures.complaint import Complaint
from conductor.providers.failures.too_long import is_too_long, token_counts
from conductor.providers.wire.call import Call

_CREDIT = frozenset(
    {"insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded"}
    | {"project_spend_limit_exceeded", "organization_usage_limit_exceeded"}
    | {"enforced_spend_limit_reached", "billing_error", "billing_hard_limit_reached"}
    | {"payment_required", "insufficient_balance", "insufficient_credits"}
)
_REFUSED = frozenset({"content_filter", "content_policy_violation", "refusal", "moderation"})
_KEY = frozenset({"invalid_api_key", "api_key_invalid", "authentication_error", "no_db_connection"})
_MODEL = frozenset({"model_not_found", "deploymentnotfound", "model_decommissioned"})
_NOT_ACCEPTED = frozenset({"unsupported_value", "unsupported_parameter", "unknown_parameter"})
_STATUS_OF_CODE = {
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "slow_down": 429,
    "resource_exhausted": 429,
    "overloaded_error": 529,
    "provider_overloaded": 529,
    "provider_unavailable": 503,
    "server_is_overloaded": 503,
    "unavailable_error": 503,
    "invalid_request_error": 400,
    "badrequesterror": 400,
    "permission_error": 403,
    "not_found_error": 404,
    "timeout": 504,
    "timeout_error": 504,
}

_NO_CREDIT = re.compile(
    r"credit balance|insufficient (balance|funds|credits?)|spend(ing)? limit|billing hard limit"
    r"|used all available credits",
    re.IGNORECASE,
)
_MODERATED = re.compile(r"requires moderation|was flagged|content.{1,20}policy", re.IGNORECASE)
_NO_SUCH_MODEL = re.compile(
    r"model.{0,160}(not exist|not found|not a valid|decommissioned|no longer)"
    r"|(invalid|unknown) model|not a valid model|no models? (is |are )?loaded",
    re.IGNORECASE,
)
_REFUSES_A_FIELD = re.compile(
    r"not support|unsupported|unrecogni[sz]ed|unknown|not permitted|not allowed", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a complaint comes down to.

    Attributes:
        status: the HTTP status, or the one that the complaint is worth.
        parameter: the optional field of the request that is not accepted.
        prompt_tokens: tokens of a request that is too long, if known.
        context_tokens: tokens that the model can take, if known.
        is_loading: whether the server only needs a moment more.
    """

    kind: ErrorKind
    status: int
    parameter: str | None = None
    prompt_tokens: int | None = None
    context_tokens: int | None = None
    is_loading: bool = False


def diagnose(complaint: Complaint, call: Call, status: int | None) -> Diagnosis:
    """Return what is wrong; `status` is None for a complaint inside a 200 answer."""
    worth = status or complaint.status or _status_of(complaint.codes)
    kind = _kind(complaint, call, worth)
    if kind is ErrorKind.CONTEXT:
        prompt, context = token_counts(complaint)
        return Diagnosis(kind, worth, prompt_tokens=prompt, context_tokens=context)
    return Diagnosis(
        kind,
        worth,
        parameter=_refused_field(complaint, call) if kind is ErrorKind.PROTOCOL else None,
        is_loading=worth == 503 and "loading" in complaint.told.lower(),
    )


def _status_of(codes: tuple[str, ...]) -> int:
    known = (_STATUS_OF_CODE.get(code.lower()) for code in codes)
    return next(filter(None, known), 500)


def _kind(complaint: Complaint, call: Call, status: int) -> ErrorKind:
    return (
        _kind_by_sign(complaint, status)
        or _kind_of_404(complaint, call, status)
        or _kind_by_status(status)
    )


def _kind_by_sign(complaint: Complaint, status: int) -> ErrorKind | None:
    signs, told = complaint.signs, complaint.told
    if "unexpected endpoint" in told.lower():  # LM Studio, with a 200
        return ErrorKind.ADDRESS
    if complaint.is_html and status == 400:  # a web server, not the service behind it
        return ErrorKind.ADDRESS
    if signs & _CREDIT or (status in (400, 403, 429) and _NO_CREDIT.search(told)):
        return ErrorKind.CREDIT
    if is_too_long(complaint, status):
        return ErrorKind.CONTEXT
    if signs & _REFUSED or (status in (400, 403) and _MODERATED.search(told)):
        return ErrorKind.REFUSED
    if signs & _KEY:
        return ErrorKind.KEY
    if signs & _MODEL or (status in (400, 422) and _NO_SUCH_MODEL.search(told)):
        return ErrorKind.MODEL
    return None


def _kind_of_404(complaint: Complaint, call: Call, status: int) -> ErrorKind | None:
    """Tell a missing model from a wrong address: only the first speaks of a model."""
    if status != 404:
        return None
    told = complaint.told.lower()
    names_it = call.model is not None and ("model" in told or call.model.lower() in told)
    return ErrorKind.MODEL if names_it and not complaint.is_html else ErrorKind.ADDRESS


def _kind_by_status(status: int) -> ErrorKind:
    match status:
        case 401 | 403:
            return ErrorKind.KEY
        case 402:
            return ErrorKind.CREDIT
        case 405:
            return ErrorKind.ADDRESS
        case 408:
            return ErrorKind.TIMEOUT
        case 429:
            return ErrorKind.RATE
        case 451:
            return ErrorKind.REFUSED
        case 409 | 498:
            return ErrorKind.SERVER
        case _:
            return ErrorKind.SERVER if status >= 500 else ErrorKind.PROTOCOL


def _refused_field(complaint: Complaint, call: Call) -> str | None:
    told = complaint.told
    is_refusal = not _NOT_ACCEPTED.isdisjoint(complaint.signs) or _REFUSES_A_FIELD.search(told)
    if not is_refusal:
        return None
    if complaint.parameter:
        return complaint.parameter
    places = {field: _place_of(field, told) for field in call.optional}
    named = {place: field for field, place in places.items() if place >= 0}
    return named[min(named)] if named else None


def _place_of(field: str, text: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(field)}(?!\w)", text)
    return found.start() if found else -1
