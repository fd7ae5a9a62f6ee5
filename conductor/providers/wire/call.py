"""Describe one HTTP call to a service: what goes out, and what a failure must know of it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from conductor.core.request import Endpoint

EVENT_STREAM = "text/event-stream"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One call; POST if it has a body, else GET.

    Attributes:
        path: what follows the base URL, with a slash in front.
        body: what is sent; None for a question without one.
        accept: the form in which the answer is wanted.
        key_header: the header that carries the key.
        headers: what a protocol wants said besides, such as its version.
        model: the model that is asked, if one is.
        optional: the fields of the body that can be left out if a service refuses them.
        read_limit_s: seconds between two bytes of the answer.
    """

    endpoint: Endpoint
    path: str
    body: bytes | None = None
    accept: str = JSON
    key_header: str = "Authorization"
    headers: tuple[tuple[str, str], ...] = ()
    model: str | None = None
    optional: frozenset[str] = frozenset()
    read_limit_s: float = 30.0

    @property
    def place(self) -> str:
        """The host, with the port if it is named: what a sentence may say of the address."""
        parts = urlsplit(self.endpoint.base_url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.hostname or ''}{port}"
