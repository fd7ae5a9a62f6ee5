"""Name the provider for each kind of connection."""

from conductor.core.entities import ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.i18n import _
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.protocol import Provider


def provider_for(kind: ConnectionKind) -> Provider:
    """Return the provider that speaks to this kind of connection.

    Raises:
        InvalidInput: there is none.
    """
    match kind:
        case ConnectionKind.OPENAI | ConnectionKind.OPENAI_COMPATIBLE | ConnectionKind.LOCAL:
            return OpenAICompatible()
        case ConnectionKind.PASTE:
            raise InvalidInput(
                _(
                    "This service is used in the browser: copy the task there, and paste the "
                    "answer back."
                )
            )
        case _:
            sentence = _(
                "Connections of the kind {kind} cannot be used yet. Many services also offer an "
                "address of the kind openai-compatible."
            )
            raise InvalidInput(sentence.format(kind=kind.value))
