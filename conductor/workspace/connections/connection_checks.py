"""Check what the person says of connections and assistants, and say which part is wrong."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conductor.child_environment import is_passed_on
from conductor.core.entities import Assistant, AssistantSettings, ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.core.request import Secret
from conductor.core.service import service_of
from conductor.engine.inquiry import checked_base_url, origin_of
from conductor.engine.inquiry import is_readable_on_the_way as is_readable_on_the_way
from conductor.i18n import _
from conductor.secrets import unfit_variable

# Upper case only, and no long word without a break: what else stands here may be a key.
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
LONGEST_WORD = 24
MOST_PARALLEL = 16


@dataclass(frozen=True, slots=True)
class NewConnection:
    """What the person says about a connection to add; empty fields are filled by the preset.

    Attributes:
        key: a key to keep in memory until the program ends.
        parallel: how many answers may run at once.
    """

    name: str
    kind: ConnectionKind | None = None
    preset: str | None = None
    base_url: str = ""
    key_env: str | None = None
    model_path: Path | None = None
    key: Secret | None = None
    parallel: int = MOST_PARALLEL


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where a connection's key comes from; without either it needs none.

    Attributes:
        variable: the environment variable that holds it.
        key: the key itself, kept in memory until the program ends.
    """

    variable: str | None = None
    key: Secret | None = None


@contextmanager
def about(attribute: str) -> Iterator[None]:
    """Say of every refusal inside which attribute it is about."""
    try:
        yield
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), about=attribute) from refusal


def checked_kind(kind: ConnectionKind) -> ConnectionKind:
    """Return the kind if connections of it can be made.

    Raises:
        InvalidInput: they cannot be made yet.
    """
    if service_of(kind).protocol is None:
        sentence = _(
            "Connections of the kind {kind} cannot be made yet. Use openai-compatible: "
            "most services offer such an address."
        )
        raise InvalidInput(sentence.format(kind=kind), about="kind")
    return kind


def checked_address(kind: ConnectionKind, url: str) -> str:
    """Return a connection's address as it is kept; empty for one on this computer.

    Raises:
        InvalidInput: it is missing, or no address to send to.
    """
    if service_of(kind).is_built_in:
        return ""
    if not url and service_of(kind).default_url:
        return service_of(kind).default_url
    with about("base_url"):
        if not url:
            raise InvalidInput(
                _("A connection needs an address, or the name of a service that is known.")
            )
        return checked_base_url(url)


def leads_elsewhere(url: str, before: str) -> bool:
    """Return whether a typed address is another scheme, host or port than a checked one."""
    try:
        return origin_of(checked_base_url(url)) != origin_of(before)
    except InvalidInput:
        return False


def checked_key(key: Secret) -> Secret:
    """Return a key without the space around it.

    Raises:
        InvalidInput: it cannot be a key.
    """
    clean = key.reveal().strip()
    if not clean or any(c.isspace() or not c.isprintable() for c in clean):
        raise InvalidInput(_("A key is one word without spaces or line breaks."), about="key")
    return Secret(clean)


def checked_parallel(parallel: int) -> int:
    """Return how many answers may run at once.

    Raises:
        InvalidInput: it is none, or more than there may be.
    """
    if not 1 <= parallel <= MOST_PARALLEL:
        sentence = _("From 1 to {most} answers can run at once.")
        raise InvalidInput(sentence.format(most=MOST_PARALLEL), about="parallel")
    return parallel


def checked_variable(name: str | None) -> str | None:
    """Return the name of an environment variable.

    Raises:
        InvalidInput: it cannot be one, and may be a key by mistake.
    """
    if name is None:
        return None
    if not _VARIABLE.fullmatch(name) or (len(name) > LONGEST_WORD and "_" not in name):
        sentence = _(
            "{name} cannot be the name of an environment variable. Give the name of the "
            "variable that holds the key, in capitals such as OPENAI_API_KEY, never the key."
        )
        # What stands here may be the key by mistake: show its first letters only.
        raise InvalidInput(sentence.format(name=f"“{name[:4]}…”"), about="key_env")
    if is_passed_on(name):
        raise InvalidInput(unfit_variable(name), about="key_env")
    return name


def checked_model(kind: ConnectionKind, path: Path | None) -> str | None:
    """Return the model file of a connection to this computer as it is kept.

    Raises:
        InvalidInput: there is no such file.
    """
    if path is None or not service_of(kind).is_built_in:
        return None
    if not path.expanduser().is_file():
        raise InvalidInput(_("There is no file {path}.").format(path=path), about="model_path")
    return str(path.expanduser().absolute())


def checked_model_name(model: str) -> str:
    """Return the name of a model.

    Raises:
        InvalidInput: it is empty or holds what cannot be seen.
    """
    clean = model.strip()
    if not clean or not clean.isprintable():
        raise InvalidInput(_("An assistant needs the name of a model."), about="model")
    return clean


def checked_settings(settings: AssistantSettings) -> AssistantSettings:
    """Return an assistant's settings.

    Raises:
        InvalidInput: a number is out of its range.
    """
    if settings.temperature is not None and not 0 <= settings.temperature <= 2:
        raise InvalidInput(_("The temperature goes from 0 to 2."), about="temperature")
    if settings.top_p is not None and not 0 < settings.top_p <= 1:
        raise InvalidInput(_("top_p goes from just above 0 to 1."), about="top_p")
    if settings.max_tokens is not None and settings.max_tokens < 1:
        raise InvalidInput(_("The limit of tokens must be 1 or more."), about="max_tokens")
    return settings


def free_colour(present: Sequence[Assistant]) -> int:
    """Return the colour that the fewest assistants have."""
    used = [assistant.colour for assistant in present]
    return min(range(8), key=lambda colour: (used.count(colour), colour))
