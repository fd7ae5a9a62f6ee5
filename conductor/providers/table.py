"""Name the provider for each kind of connection."""

from conductor.core.entities import ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.core.service import WireProtocol, service_of
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.protocol import Provider

_PROVIDERS: dict[WireProtocol, type[Provider]] = {
    WireProtocol.CHAT_COMPLETIONS: OpenAICompatible,
}


def provider_for(kind: ConnectionKind) -> Provider:
    """Return the provider that speaks to this kind of connection.

    Raises:
        InvalidInput: there is none.
    """
    service = service_of(kind)
    if service.protocol is None:
        raise InvalidInput(service.why_not().format(kind=kind.value))
    return _PROVIDERS[service.protocol]()
