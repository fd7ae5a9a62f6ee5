"""Tell the person what went wrong, in one way for all they do: where they are looking.

Rules: only what is foreseen is told so; a defect goes on to the reporter.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from conductor.core.errors import ConductorError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Tells(Protocol):
    """A part that has a place to say things."""

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong where the person is looking, and show things as they are."""


_Part = TypeVar("_Part", bound=Tells)


def tells_what_went_wrong(
    action: Callable[Concatenate[_Part, _Given], _Result],
) -> Callable[Concatenate[_Part, _Given], _Result | None]:
    """Let a part do something and tell the person if that is refused; nothing is returned then.

    A slot is decorated outside of this: `@Slot()` above, so that Qt sees what it takes.
    """
    taken = action.__code__.co_argcount - 1  # a signal may bring more than its slot takes

    @wraps(action)
    def doing(part: _Part, /, *given: _Given.args, **named: _Given.kwargs) -> _Result | None:
        try:
            return action(part, *given[:taken], **named)  # type: ignore[arg-type]  # a part of them
        except ConductorError as error:
            part.tell(error)
            return None

    return doing
