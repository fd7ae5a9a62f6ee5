"""Say when something was, as a person would."""

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from conductor.i18n import _, current_language

RECENT_DAYS = 7


def when_text(time: str, now: datetime | None = None) -> str:
    """Return a time of the library (UTC, ISO 8601) in the person's own time and language.

    Args:
        time: the time.
        now: what time it is; the clock's if left out.
    """
    then = datetime.fromisoformat(time).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    clock = f"{then:%H:%M}"
    days = (today - then.date()).days
    if days == 0:
        return clock
    if days == 1:
        return _("yesterday {time}").format(time=clock)
    locale = QLocale(current_language())
    date = QDate(then.year, then.month, then.day)
    if 0 < days < RECENT_DAYS:
        return f"{locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)} {clock}"
    return locale.toString(date, QLocale.FormatType.ShortFormat)


def full_time_text(time: str) -> str:
    """Return a time of the library with its date, for tool tips."""
    then = QDateTime.fromString(time, "yyyy-MM-ddTHH:mm:ss.zzzZ").toLocalTime()
    return QLocale(current_language()).toString(then, QLocale.FormatType.ShortFormat)
