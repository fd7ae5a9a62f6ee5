"""Name everything that can go wrong in the world, with a sentence that says what to do.

ConductorError                 the world or the person; the message is for the person
├── AnswerFailed               an answer ended badly; carries an `AnswerError`
├── StoreError                 the library (the data folder) refused
│   ├── LibraryLocked          another copy of the program has it open
│   ├── LibraryReadOnly        it can be read but not written
│   ├── LibraryFull            no room left on the disk
│   ├── LibraryDamaged         the file is not a readable library
│   ├── LibraryMissing         it is not there or holds nothing, while backups hold more
│   ├── LibraryForeign         the file of its name is another program's
│   └── LibraryGone            its folder went away while it was open
├── StarterUnavailable         the starter model could not be fetched (engine/local/starter.py)
├── InvalidInput               the person asked for something that cannot be done
└── NotFound                   a name or id that is not there

Anything else that is raised is a defect of the program and is not caught on the way.
"""

from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """Why an answer failed, in the words of the JSON."""

    NETWORK = "network"
    ADDRESS = "address"
    TLS = "tls"
    KEY = "key"
    CREDIT = "credit"
    RATE = "rate"
    MODEL = "model"
    CONTEXT = "context"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    TIMEOUT = "timeout"
    SERVER = "server"
    PROTOCOL = "protocol"
    LOCAL = "local"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What went wrong with one answer, ready to be shown.

    Attributes:
        kind: the class of the failure.
        message: one or two sentences for the person: what happened, what to do.
        detail: what the service itself said, cleaned and redacted; may be empty.
        http_status: the HTTP status, if there was one.
        code: the service's own error code, if it gave one.
        prompt_tokens: tokens in the request, when the service said so (context errors).
        context_tokens: tokens the model can take, when the service said so.
    """

    kind: ErrorKind
    message: str
    detail: str = ""
    http_status: int | None = None
    code: str | None = None
    prompt_tokens: int | None = None
    context_tokens: int | None = None


class ConductorError(Exception):
    """The world or the person stood in the way; `str(error)` is meant for the person."""


class AnswerFailed(ConductorError):
    """A request failed; raised by providers, turned into `Ended` by the engine.

    Attributes:
        error: what to show.
        retryable: whether trying again by itself makes sense before any text has come.
        retry_after_s: seconds the service asked to wait, if it did.
        parameter: the optional request field the service refused, if that was the reason.
    """

    def __init__(
        self,
        error: AnswerError,
        *,
        retryable: bool = False,
        retry_after_s: float | None = None,
        parameter: str | None = None,
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.parameter = parameter


class StoreError(ConductorError):
    """The library could not be opened, read or written."""


class LibraryLocked(StoreError):
    """Another copy of the program has the library open for writing."""


class LibraryReadOnly(StoreError):
    """The library can be read but not changed."""


class LibraryFull(StoreError):
    """The disk (or a limit on the file) leaves no room to write."""


class LibraryDamaged(StoreError):
    """The library file is not a database that can be read; it was left as it is.

    What can be read of it can be salvaged, and a backup put in its place.
    """


class LibraryMissing(StoreError):
    """The library file is not there or holds nothing, while backups beside it hold more.

    Nothing was made in its place: that needs the person's word.
    """


class LibraryForeign(StoreError):
    """The file named like the library belongs to another program; it was not touched."""


class LibraryGone(StoreError):
    """The library's folder or file went away while it was open; nothing more can be kept."""


class InvalidInput(ConductorError):
    """The person asked for something that cannot be done as asked.

    Attributes:
        about: the attribute that cannot have this value, such as "name"; empty if it is
            none in particular. A form says the sentence beside that field.
    """

    def __init__(self, sentence: str, *, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about


class NotFound(ConductorError):
    """A name or an id that is not there."""
