"""Say in a sentence or two what went wrong with a call, and what the person can do."""

from conductor.core.errors import ErrorKind
from conductor.i18n import _
from conductor.providers.failures.diagnosis import Diagnosis
from conductor.providers.wire.call import Call


def sentence_of(diagnosis: Diagnosis, call: Call) -> str:
    """Return the sentences for a failure that the service itself told of."""
    match diagnosis.kind:
        case ErrorKind.KEY:
            return _about_key(diagnosis, call)
        case ErrorKind.CREDIT:
            return _(
                "The account has no credit left or has reached its spending limit. Add credit or "
                "raise the limit on the service's own billing page, then try again."
            )
        case ErrorKind.RATE:
            return _("The service asks to slow down: too much was sent to it in a short time.")
        case ErrorKind.MODEL:
            return _(
                "The service does not know the model “{model}”, or this key may not use it. "
                "Choose another model for the assistant."
            ).format(model=call.model or "?")
        case ErrorKind.ADDRESS:
            return about_address(call)
        case ErrorKind.CONTEXT:
            return _about_context(diagnosis)
        case ErrorKind.REFUSED:
            return _(
                "The service's own rules on content refused this request. Say it in other words, "
                "or ask another assistant."
            )
        case ErrorKind.PROTOCOL:
            return _about_request(diagnosis)
        case _:
            return _about_server(diagnosis)


def about_address(call: Call) -> str:
    """Return the sentences for an address where no such service answers."""
    sentence = _("Something answers at {place}, but not as an AI service does.")
    return f"{sentence.format(place=call.place)} {advice_on_address(call)}"


def advice_on_address(call: Call) -> str:
    """Return the sentence that says what may be wrong with the address."""
    if "/v1" in call.endpoint.base_url:
        return _("Check the address of the connection.")
    return _("Check the address of the connection: most services want /v1 at its end.")


def _about_key(diagnosis: Diagnosis, call: Call) -> str:
    if call.endpoint.key is None:
        return _("The service wants a key, and this connection has none. Add its key.")
    if diagnosis.status == 403:
        return _(
            "The service does not let this key do that. Check what the key is allowed to do, "
            "and whether the service is offered in your country."
        )
    return _(
        "The service did not accept the key. Check that it is complete, still valid, and made "
        "for this very service."
    )


def _about_context(diagnosis: Diagnosis) -> str:
    prompt, context = diagnosis.prompt_tokens, diagnosis.context_tokens
    if prompt is None or context is None:
        return _(
            "The conversation is longer than the model can take. Leave out earlier rounds, or "
            "shorten the text."
        )
    return _(
        "The conversation has {prompt} tokens, and the model can take {context}. Leave out "
        "earlier rounds, or shorten the text."
    ).format(prompt=f"{prompt:,}", context=f"{context:,}")


def _about_request(diagnosis: Diagnosis) -> str:
    if diagnosis.parameter is not None:
        return _(
            "The model does not accept the setting “{name}”. Clear it in the assistant's settings."
        ).format(name=diagnosis.parameter)
    return _(
        "The service did not accept the request (status {status}). A setting of the assistant "
        "may not suit this model."
    ).format(status=diagnosis.status)


def _about_server(diagnosis: Diagnosis) -> str:
    if diagnosis.is_loading:
        return _("The server is still loading the model. Try again in a moment.")
    if diagnosis.status in (503, 529, 498):
        return _("The service is overloaded just now. Try again in a while.")
    return _("The service itself has a problem (status {status}). Try again in a while.").format(
        status=diagnosis.status
    )
