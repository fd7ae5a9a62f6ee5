"""What a change of the models does to a verdict, and when attached guidance is watched."""

import pytest

from conductor import i18n
from conductor.core.guidance.outcome import Sign
from conductor.evidence.counts import Counts
from conductor.evidence.epochs import (
    Badge,
    Epoch,
    badge_of,
    opens_epoch,
    seems_to_hurt_lately,
)
from conductor.evidence.verdict import Verdict


def epoch(*counts: int) -> Epoch:
    return Epoch(Counts(*counts), Counts(*counts))


@pytest.mark.parametrize(
    ("epochs", "badge"),
    [
        ([], Badge(Verdict.NOT_ENOUGH)),
        ([epoch(8, 0)], Badge(Verdict.HELPS)),
        ([epoch(8, 0), epoch()], Badge(Verdict.HELPS, is_older=True)),
        ([epoch(8, 0), epoch(4, 0)], Badge(Verdict.HELPS, is_older=True)),
        ([epoch(8, 0), epoch(), epoch(1, 1)], Badge(Verdict.HELPS, is_older=True)),
        ([epoch(8, 0), epoch(5, 0)], Badge(Verdict.PROBABLY_HELPS)),
        ([epoch(8, 0), epoch(0, 5)], Badge(Verdict.PROBABLY_HURTS)),
        ([epoch(8, 0), epoch(0, 5), epoch()], Badge(Verdict.NOT_ENOUGH)),
        ([epoch(8, 0), epoch(5, 5, 10)], Badge(Verdict.LITTLE_DIFFERENCE)),
        ([epoch(5, 0), epoch()], Badge(Verdict.NOT_ENOUGH)),
        ([epoch(0, 8), epoch()], Badge(Verdict.HURTS, is_older=True)),
    ],
)
def test_what_was_proven_is_of_an_older_version_until_the_new_one_has_a_verdict(
    epochs: list[Epoch], badge: Badge
) -> None:
    assert badge_of(epochs) == badge


def test_the_badge_says_that_it_is_older() -> None:
    assert Badge(Verdict.HELPS).words == "helps"
    assert Badge(Verdict.HELPS, is_older=True).words == "helps (older version)"
    i18n.use_language("ko")
    assert Badge(Verdict.HELPS, is_older=True).words == "효과 있음 (이전 모델)"


def test_a_model_that_changes_opens_an_epoch_and_a_new_assistant_does_not() -> None:
    before = {"Astra": "astra-1", "Opus": "opus-4"}

    assert opens_epoch(before, {"Opus": "opus-5"})
    assert not opens_epoch(before, {"Opus": "opus-4", "Local": "smol"})


def test_only_the_last_twenty_tasks_are_watched() -> None:
    good, bad = [Sign.WIN] * 30, [Sign.TIE] * 15 + [Sign.LOSS] * 5

    assert seems_to_hurt_lately([*good, *bad])
    assert not seems_to_hurt_lately([*bad, *good])
    assert not seems_to_hurt_lately([*good, *bad, Sign.WIN])
