"""Take the README's pictures from the program itself: `python -m tests.pictures FOLDER`."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from conductor.app import open_window
from conductor.gui.look.theme import apply_theme
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.evidence_library import fill
from tests.sse_server import HANG, Reply, SseServer, chunk, text

TASK = "Sum up the board meeting on one page: what was decided, who does what by when."
ANALYST = """## Decisions

1. The budget of **₩42 M** is approved; spending starts on 5 December.
2. Two suppliers are compared before anything is ordered.

## Who does what

| task | owner | by |
|---|---|---|
| Compare suppliers | Park | 28 Nov |
| Risk list | Lee | every Friday |
| Confirm the schedule | Kim | 5 Dec |

The next meeting is on Monday at ten.
"""
EDITOR = """### 결정 사항

예산 **4,200만 원** 승인, 집행은 김 팀장이 12월 5일까지 확정한다.

- 공급사 2곳 비교: 박 대리, 11월 28일
- 위험 목록 갱신: 이 과장, 매주 금요일

> 아직 열린 물음: 시범 사업을 1월 전에 시작해도 되는가?
"""
CRITIC = """The minutes leave three things open:

- **Who decides** between the two suppliers is not said.
- The budget has no reserve:

```python
left = budget - spent  # 42.0 - 11.6
```

- Nobody owns the
"""


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _pieces(words: str) -> list[str]:
    return [words[at : at + 12] for at in range(0, len(words), 12)]


def _unfinished(words: str) -> Reply:
    events = [chunk({"content": piece}) for piece in _pieces(words)]
    return Reply(lambda _request: iter([*events, HANG]))


def _fill(folder: Path, base_url: str) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Here", base_url=base_url))
    for name, model in (("Analyst", "opus-5.5"), ("Editor", "gpt-6-sol"), ("Critic", "qwen3")):
        workspace.connections.add_assistant(name, there, model=model)
    workspace.close()


def take(folder: Path, scheme: str, target: Path) -> None:
    """Take one picture of the workbench at work."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with SseServer() as server:
        server.script("opus-5.5", text(*_pieces(ANALYST)))
        server.script("gpt-6-sol", text(*_pieces(EDITOR)))
        server.script("qwen3", _unfinished(CRITIC))
        _fill(folder, server.base_url)
        window = open_window(folder)
        apply_theme(application, scheme)
        window.resize(1280, 800)
        _wait(400)
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        send = window.findChild(QPushButton, "sendButton")
        assert edit
        assert send
        edit.setPlainText(TASK)
        send.click()
        _wait(1500)
        edit.setPlainText("Half the words, please, and keep every number.")
        _wait(300)
        window.grab().save(str(target))
        window.close()


def take_evidence(folder: Path, scheme: str, target: Path) -> None:
    """Take one picture of the page What works, with a library that has some evidence."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    fill(folder, waiting=False)
    window = open_window(folder)
    apply_theme(application, scheme)
    window.resize(1280, 800)
    _wait(400)
    window.show_page("whatWorks")
    _wait(400)
    window.grab().save(str(target))
    window.close()


def main() -> None:
    """Take all pictures."""
    target = Path(sys.argv[1])
    for scheme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as place:
            take(Path(place) / "library", scheme, target / f"workbench-{scheme}.png")
            take_evidence(Path(place) / "evidence", scheme, target / f"what-works-{scheme}.png")


if __name__ == "__main__":
    main()
