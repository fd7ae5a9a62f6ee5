"""Show which guidance a new task gets by itself, each to be left out, and whether a draw is on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QToolTip, QWidget, QWidgetAction

from conductor.core.ids import AssistantId, GuidanceId
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.chip_row import ChipRow, chip
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip, show_own_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.core.task_plan import TaskToSend
    from conductor.workspace.guidance.playbook import AttachedGuidance

LOOK_MS = 300
HEIGHT = 28
SHOWN = 34
"""Characters of guidance that a chip shows."""
VERBATIM_PX = 420


@dataclass(frozen=True, slots=True)
class NextTask:
    """What is about to be sent, as far as it decides what is attached.

    Attributes:
        is_task: whether it is a task; nothing else gets guidance by itself.
        kind: its kind.
    """

    is_task: bool = False
    text: str = ""
    to: tuple[AssistantId, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the next words get besides themselves.

    Attributes:
        is_task: whether they begin a thread.
        attached: the guidance of each assistant, strongest first.
    """

    is_task: bool = False
    attached: Mapping[AssistantId, tuple[str, ...]] = field(default_factory=dict)


class AttachedRow(QFrame):
    """The playbook's part in the next task; not there while it has none.

    Attributes:
        left_out: the guidance that the person left out of this task.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("attachedRow")
        self._workspace = workspace
        self._task: Callable[[], NextTask] = NextTask
        self._found: tuple[AttachedGuidance, ...] = ()
        self._is_wanted = False
        self.left_out: tuple[GuidanceId, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        self._title = text_label(_("attached:"), self, look="muted")
        row.addWidget(self._title)
        self._chips = ChipRow("attachedChips", HEIGHT, self)
        self._chips.bar.setAccessibleName(_("Guidance that this task gets"))
        row.addWidget(self._chips, 1)
        row.addStretch(0)
        self._draw = chip("drawSwitch", "", self)
        self._draw.setCheckable(True)
        self._draw.setChecked(True)
        self._draw.toggled.connect(self._show_draw)
        row.addWidget(self._draw)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._can_draw = False
        self._show_draw()
        self.setVisible(False)

    def follow(self, task: Callable[[], NextTask]) -> None:
        """Ask here, from now on, what is about to be sent."""
        self._task = task

    @property
    def may_draw(self) -> bool:
        """Whether a draw may be made for this task."""
        return self._workspace.settings.now.lottery and self._draw.isChecked()

    @Slot()
    def look_soon(self) -> None:
        """Look, a moment after the last change, what the task gets."""
        self._timer.start()

    def forget(self) -> None:
        """Begin with another task, from which nothing is left out."""
        self.left_out = ()
        self._draw.setChecked(True)
        self._found, self._can_draw = (), False
        self._show()

    def close_down(self) -> None:
        """Look no more; the window is closing."""
        self._timer.stop()

    def set_wanted(self, *, is_wanted: bool) -> None:
        """Let it be seen where there is room, if it has anything to show."""
        self._is_wanted = is_wanted
        self._show_or_hide()

    def upcoming(self, who: Sequence[AssistantId]) -> Upcoming:
        """Return what these assistants would get if the words were sent now."""
        task = self._task()
        if not task.is_task:
            return Upcoming()
        found = self._proposal(task, who, self.left_out)
        attached = {
            one: tuple(item.guidance.text for item in found if one in item.to) for one in who
        }
        return Upcoming(is_task=True, attached=attached)

    def _proposal(
        self, task: NextTask, who: Sequence[AssistantId], without: Sequence[GuidanceId]
    ) -> "tuple[AttachedGuidance, ...]":
        return self._workspace.playbook.proposal(
            task.text,
            who,
            kind=task.kind,
            promising_too=self._workspace.settings.now.promising_too,
            without=without,
        )

    @Slot()
    def _look(self) -> None:
        task = self._task()
        is_asked = task.is_task and bool(task.text.strip() and task.to)
        self._found = self._proposal(task, task.to, ()) if is_asked else ()
        self._can_draw = (
            is_asked
            and self._workspace.settings.now.lottery
            and self._workspace.lottery.can_draw(self._to_send(task))
        )
        self._show()

    def _to_send(self, task: NextTask) -> "TaskToSend":
        from conductor.core.task_plan import TaskToSend  # only when it is needed

        present = {one.id: one for one in self._workspace.connections.assistants()}
        return TaskToSend(
            text=task.text,
            kind=task.kind,
            recipients=tuple(present[who] for who in task.to if who in present),
            left_out=self.left_out,
        )

    def _show(self) -> None:
        has_focus = [one for one in self._chips.chips if one.hasFocus()]
        focused = has_focus[0].property("guidance") if has_focus else None
        self._chips.set_chips([self._chip(item) for item in self._found])
        for one in self._chips.chips:
            if focused is not None and one.property("guidance") == focused:
                one.setFocus(Qt.FocusReason.OtherFocusReason)
        for widget in (self._title, self._chips):
            widget.setVisible(bool(self._found))
        self._draw.setVisible(self._can_draw)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.setVisible(self._is_wanted and bool(self._found or self._can_draw))

    def _chip(self, item: "AttachedGuidance") -> QToolButton:
        words = " ".join(item.guidance.text.split())
        short = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
        is_out = item.guidance.id in self.left_out
        mark = _("left out") if is_out else _mark(item)
        one = MenuButton("attachedChip", f"{short} · {mark}" if mark else short, self._chips.bar)
        one.setProperty("guidance", item.guidance.id)
        one.setProperty("out", is_out)
        set_tip(one, item.guidance.text)
        one.setAccessibleName(_("Attached guidance: {text}").format(text=one.text()))
        one.setAccessibleDescription(item.guidance.text)
        one.set_entries([MenuEntry(_("Attach it again"), item) if is_out else _leave_out(item)])
        one.chosen.connect(self._on_chosen)
        one.installEventFilter(self)
        self._add_verbatim(one, item)
        return one

    def _add_verbatim(self, one: MenuButton, item: "AttachedGuidance") -> None:
        names = {a.id: a.name for a in self._workspace.connections.assistants()}
        to = ", ".join(names[who] for who in item.to if who in names)
        words = text_label(item.guidance.text, one, name="attachedVerbatim", wrap=True)
        words.setContentsMargins(12, 6, 12, 2)
        words.setFixedWidth(VERBATIM_PX)
        whom = text_label(_("to {names}").format(names=to), one, look="caption", wrap=True)
        whom.setContentsMargins(12, 0, 12, 6)
        menu = one.menu()
        first = menu.actions()[0]
        for label in (words, whom):
            action = QWidgetAction(menu)
            action.setDefaultWidget(label)
            menu.insertAction(first, action)

    @Slot(object)
    def _on_chosen(self, item: "AttachedGuidance") -> None:
        one = item.guidance.id
        if one in self.left_out:
            self.left_out = tuple(each for each in self.left_out if each != one)
        else:
            self.left_out = (*self.left_out, one)
        self._look()

    @Slot()
    def _show_draw(self) -> None:
        is_on = self._draw.isChecked()
        self._draw.setText(_("a draw is on") if is_on else _("no draw"))
        self._draw.setIcon(icon("shuffle", current_tokens().muted))
        self._draw.setAccessibleName(_("A draw for this task"))
        set_tip(
            self._draw,
            _(
                "Some answers may get guidance that is being tested and others not, by lot. "
                "Which is hidden until you judge; your pick is the evidence. A single assistant "
                "may then answer twice. Click to switch it off for this task."
            )
            if is_on
            else _("This task is sent without a draw. Click to switch it on."),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show guidance in full when the focus comes to its chip by a key."""
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if isinstance(event, QFocusEvent) and isinstance(watched, QToolButton):
            if event.type() == QEvent.Type.FocusIn and event.reason() in by_key:
                show_own_tip(watched)
            elif event.type() == QEvent.Type.FocusOut:
                QToolTip.hideText()
        return super().eventFilter(watched, event)


def _leave_out(item: "AttachedGuidance") -> MenuEntry:
    return MenuEntry(_("Leave it out of this task"), item)


def _mark(item: "AttachedGuidance") -> str:
    from conductor.workspace.guidance.playbook import WhyAttached  # only when it is needed

    return {
        WhyAttached.PROVEN: "",
        WhyAttached.PROMISING: _("promising"),
        WhyAttached.PINNED: _("pinned, unproven"),
    }[item.why]
