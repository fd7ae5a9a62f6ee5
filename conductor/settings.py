"""Define the settings: each with its default, and with what the settings page says of it.

Rules: the default is the safe choice; a value that cannot be used becomes the default when
read, and a sentence when a person gives it.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from conductor.core.errors import InvalidInput
from conductor.i18n import N_, _

Value = bool | int | str


class Language(StrEnum):
    """The language of the window and of messages."""

    SYSTEM = "system"
    ENGLISH = "en"
    KOREAN = "ko"


class Theme(StrEnum):
    """The look of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Assumption(StrEnum):
    """What is assumed of a guidance before there is any evidence."""

    EVEN = "even"
    SCEPTICAL = "sceptical"


@dataclass(frozen=True, slots=True)
class Hint:
    """What the settings page says of a setting, in English.

    Attributes:
        title: its name.
        help: what it does, in a sentence.
        group: the heading it stands under.
        unit: what a number counts; empty for none.
        choices: the name of each value of an enum.
        least: the smallest number.
        most: the largest number.
    """

    title: str
    help: str
    group: str
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 0


def _setting(default: Value, hint: Hint) -> Any:
    return field(default=default, metadata={"hint": hint})


APPEARANCE = N_("Appearance")
ANSWERS = N_("Answers")
WHAT_WORKS = N_("What works")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person has chosen."""

    language: Language = _setting(
        Language.SYSTEM,
        Hint(
            N_("Language"),
            N_("The language of the window. Assistants answer in the language of the task."),
            APPEARANCE,
            choices={"system": N_("As the system"), "en": "English", "ko": "한국어"},
        ),
    )
    theme: Theme = _setting(
        Theme.SYSTEM,
        Hint(
            N_("Theme"),
            N_("Light or dark, or as the system has it."),
            APPEARANCE,
            choices={
                "system": N_("As the system"),
                "light": N_("Light"),
                "dark": N_("Dark"),
            },
        ),
    )
    text_size_px: int = _setting(
        14,
        Hint(
            N_("Text size of answers"),
            N_("Ctrl++ and Ctrl+- change it too."),
            APPEARANCE,
            unit=N_("pixels"),
            least=10,
            most=28,
        ),
    )
    linked_scrolling: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Scroll all answers together"),
            N_("When one answer is scrolled, the others go to the matching place."),
            ANSWERS,
        ),
    )
    mark_own: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Underline what only one answer says"),
            N_("A quiet line under what no other answer of the round says, once all are in."),
            ANSWERS,
        ),
    )
    blind: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Begin new sessions blind"),
            N_("Who wrote what is hidden, and the order shuffled, until you judge a round."),
            ANSWERS,
        ),
    )
    notice: bool = _setting(
        True,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Say when all answers are in"),
            N_("A notice of the desktop, shown only while the window is not in front."),
            ANSWERS,
        ),
    )
    lottery: bool = _setting(
        True,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Draw for new tasks"),
            N_(
                "By lot, some answers get a reusable guidance and others not, hidden until you "
                "judge: your pick becomes evidence. Says so before sending; nothing is drawn "
                "until you give a guidance a star."
            ),
            WHAT_WORKS,
        ),
    )
    promising_too: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Attach promising guidance too"),
            N_("New tasks get what probably helps, and not only what helps."),
            WHAT_WORKS,
        ),
    )
    statistics: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Show the statistics"),
            N_("Probabilities, intervals and statuses beside every verdict; F9 changes it too."),
            WHAT_WORKS,
        ),
    )
    assumption: Assumption = _setting(
        Assumption.EVEN,
        Hint(
            N_("Starting assumption"),
            N_("How likely it is, before any comparison, that a guidance makes no difference."),
            WHAT_WORKS,
            choices={"even": N_("even: 50 %"), "sceptical": N_("sceptical: 80 %")},
        ),
    )
    finer_checks: bool = _setting(
        False,  # noqa: FBT003 - the default of a setting
        Hint(
            N_("Finer checks while comparing"),
            N_(
                "Asks now and then which answer seemed to have the guidance, and shows some "
                "pairs again with sides swapped. Neither moves a verdict."
            ),
            WHAT_WORKS,
        ),
    )


def hint_of(setting: Field[Any]) -> Hint:
    """Return what the settings page says of one of the fields of `Settings`."""
    hint: Hint = setting.metadata["hint"]
    return hint


def settings_from(kept: Mapping[str, str]) -> Settings:
    """Return the settings as they were kept; what cannot be used becomes the default."""
    found = Settings()
    for setting in fields(Settings):
        if setting.name in kept:
            try:
                found = changed(found, setting.name, _read(setting, kept[setting.name]))
            except (InvalidInput, ValueError):
                continue
    return found


def _read(setting: Field[Any], text: str) -> Value:
    if isinstance(setting.default, bool):
        return text == "true"
    return int(text) if isinstance(setting.default, int) else text


def text_of(value: Value) -> str:
    """Return a value as it is kept."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def changed(settings: Settings, name: str, value: Value) -> Settings:
    """Return the settings with one of them changed.

    Raises:
        InvalidInput: there is no such setting, or it cannot have this value.
    """
    setting = next((one for one in fields(Settings) if one.name == name), None)
    if setting is None:
        raise InvalidInput(_("There is no setting {name}.").format(name=name))
    values: dict[str, Any] = {name: _checked(setting, value)}
    return replace(settings, **values)


def _checked(setting: Field[Any], value: Value) -> Value:
    hint = hint_of(setting)
    kind: Any = type(setting.default)
    if kind is int and not (isinstance(value, int) and hint.least <= value <= hint.most):
        sentence = _("“{title}” goes from {least} to {most}.")
        raise InvalidInput(sentence.format(title=_(hint.title), least=hint.least, most=hint.most))
    try:
        checked: Value = kind(value)
    except ValueError as error:
        sentence = _("“{title}” cannot be {value}.")
        raise InvalidInput(sentence.format(title=_(hint.title), value=value)) from error
    return checked
