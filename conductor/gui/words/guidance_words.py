"""Put what is known of guidance into the words and marks that its tables show."""

from conductor.core.guidance.guidance import GuidanceStatus, GuidanceUse
from conductor.core.guidance.outcome import OutcomeSource, Sign
from conductor.core.pictures.share_bar import Share
from conductor.core.pictures.svg import Tone
from conductor.gui.lists.row_table import Pill
from conductor.i18n import _
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.what_works.what_works import Counts, Verdict

_PILLS = {
    Verdict.HELPS: Pill.GOOD,
    Verdict.PROBABLY_HELPS: Pill.MILDLY_GOOD,
    Verdict.LITTLE_DIFFERENCE: Pill.NEUTRAL,
    Verdict.NOT_ENOUGH: Pill.NEUTRAL,
    Verdict.PROBABLY_HURTS: Pill.MILDLY_BAD,
    Verdict.HURTS: Pill.BAD,
}
_TONES = {
    Verdict.HELPS: Tone.GOOD,
    Verdict.PROBABLY_HELPS: Tone.GOOD,
    Verdict.PROBABLY_HURTS: Tone.BAD,
    Verdict.HURTS: Tone.BAD,
}


def counts_text(counts: Counts) -> str:
    """Return won, lost and tied as they stand everywhere."""
    return f"{counts.wins} – {counts.losses} – {counts.ties}"


def counts_said(counts: Counts) -> str:
    """Return won, lost and tied as they are read aloud."""
    sentence = _("{won} won, {lost} lost, {tied} tied")
    return sentence.format(won=counts.wins, lost=counts.losses, tied=counts.ties)


def verdict_counts(row: GuidanceRow) -> tuple[str, str]:
    """Return the counts that a verdict rests on, as they are shown and as they are read aloud."""
    if not row.badge.is_older:
        counts = row.assessment.pooled
        return counts_text(counts), counts_said(counts)
    said = _("{counts}, with earlier models").format(counts=counts_said(row.earlier))
    return counts_text(row.earlier), said


def pill_of(row: GuidanceRow) -> Pill:
    """Return the pill of a verdict; what only older models earned is no full claim."""
    if row.badge.is_older:
        return Pill.NEUTRAL
    return _PILLS[row.verdict]


def tone_of(row: GuidanceRow) -> Tone:
    """Return what the marks of a verdict say."""
    return Tone.NEUTRAL if row.badge.is_older else _TONES.get(row.verdict, Tone.NEUTRAL)


def share_of(row: GuidanceRow) -> Share:
    """Return the size with its intervals."""
    strict = row.assessment.sequence90
    return Share(row.size, row.interval90.low, row.interval90.high, strict.low, strict.high)


def takes_text(row: GuidanceRow) -> str:
    """Return what it would take for a better word; empty where that is not the question."""
    if row.guidance.status is GuidanceStatus.RETIRED or row.verdict is Verdict.HELPS:
        return "" if not row.badge.is_older else _wins(row)
    return _wins(row)


def _wins(row: GuidanceRow) -> str:
    probably, fully = row.takes.probably_helps, row.takes.helps
    if probably.wins:
        return _("{n} more won to “probably helps”").format(n=probably.wins)
    if fully.from_pairs and fully.from_pairs == fully.wins:
        return _("{n} more won in blind tests to “helps”").format(n=fully.wins)
    return _("{n} more won to “helps”").format(n=fully.wins)


def attached_text(row: GuidanceRow) -> str:
    """Return whether new tasks get it by themselves."""
    item = row.guidance
    if item.status is GuidanceStatus.RETIRED:
        return _("not attached")
    if item.use is GuidanceUse.REVISION:
        return _("said on drafts")
    if item.status is GuidanceStatus.WATCH:
        return _("taken off")
    if item.status is GuidanceStatus.PROVEN:
        return _("attached")
    if item.pinned:
        return _("attached, unproven")
    return _("not attached")


def sign_text(sign: Sign) -> str:
    """Return what a task or a pair says of the guidance."""
    return {Sign.WIN: _("won"), Sign.LOSS: _("lost"), Sign.TIE: _("tied")}[sign]


def source_text(source: OutcomeSource) -> str:
    """Return how a task was compared."""
    return {
        OutcomeSource.TRIAL: _("blind test"),
        OutcomeSource.HOLDOUT: _("ordinary work"),
        OutcomeSource.LOTTERY: _("lottery"),
    }[source]


def one_line(text: str) -> str:
    """Return text in one line."""
    return " ".join(text.split())
