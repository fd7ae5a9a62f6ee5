"""What is refused is told by the part that was asked; defects go on to the reporter."""

import pytest
from PySide6.QtCore import QObject, Signal, Slot

from conductor.core.errors import ConductorError, StoreError
from conductor.gui.telling import tells_what_went_wrong


class Part(QObject):
    """Signals: `asked`, with more than the slot wants."""

    asked = Signal(bool)

    def __init__(self, trouble: Exception | None) -> None:
        super().__init__()
        self.trouble = trouble
        self.told: list[str] = []
        self.went_on = 0
        self.asked.connect(self.act)

    def tell(self, error: ConductorError) -> None:
        self.told.append(str(error))

    @Slot()
    @tells_what_went_wrong
    def act(self) -> int:
        """Do it."""
        if self.trouble is not None:
            raise self.trouble
        self.went_on += 1
        return self.went_on


def test_what_is_refused_is_told_and_goes_no_further() -> None:
    part = Part(StoreError("The disk is full."))

    assert part.act() is None

    assert (part.told, part.went_on) == (["The disk is full."], 0)


def test_what_is_not_refused_is_done_and_returned_and_nothing_is_told() -> None:
    part = Part(None)

    assert part.act() == 1
    assert part.told == []


def test_a_defect_is_not_taken_for_a_refusal() -> None:
    part = Part(ValueError("a defect"))

    with pytest.raises(ValueError, match="a defect"):
        part.act()

    assert part.told == []


def test_a_slot_goes_on_taking_what_it_took_and_keeps_its_name() -> None:
    part = Part(None)

    part.asked.emit(True)

    assert part.went_on == 1
    assert part.act.__name__ == "act"
    assert part.metaObject().indexOfSlot("act()") >= 0
