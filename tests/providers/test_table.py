"""Which provider speaks to which kind of connection."""

from __future__ import annotations

import pytest

from conductor.core.entities import ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.table import provider_for

AVAILABLE = {ConnectionKind.OPENAI, ConnectionKind.OPENAI_COMPATIBLE, ConnectionKind.LOCAL}


@pytest.mark.parametrize("kind", sorted(AVAILABLE))
def test_kinds_that_can_be_used(kind: ConnectionKind) -> None:
    assert isinstance(provider_for(kind), OpenAICompatible)


@pytest.mark.parametrize("kind", sorted(set(ConnectionKind) - AVAILABLE))
def test_kinds_that_cannot_be_used_yet_say_so(kind: ConnectionKind) -> None:
    with pytest.raises(InvalidInput, match=r"cannot be used yet|in the browser"):
        provider_for(kind)
