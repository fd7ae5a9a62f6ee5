"""Damage of every kind: said and never a crash, the original kept, what can be read saved.

The whole is `python -m pytest -m slow -s tests/reliability/test_damage.py`; it prints how the
cases ended. Each case has a seed of its own, so that a failure can be done again.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conductor.cli.document import session_document
from conductor.core.entities import AnswerStatus
from conductor.core.errors import ConductorError, LibraryDamaged, StoreError
from conductor.store.backups.backup import back_up_today
from conductor.store.library import FILE_NAME, open_library
from conductor.store.sessions import answers
from conductor.workspace.backups import backups_in, restore, salvage
from conductor.workspace.workspace import Workspace, open_workspace
from tests.store.rows import NOW, add_answer, add_assistant, add_round, add_session
from tests.store.sessions.test_bin import add_full_session

pytestmark = pytest.mark.gate

PAGE = 4096
LOG = f"{FILE_NAME}-wal"
SESSIONS, ROUNDS = 14, 2
FEW = 5
FLIPS, CUTS, LOGS, PAGES = 300, 100, 40, 150


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a backup and a log of writes beside it, as a killed program leaves it."""
    folder = tmp_path_factory.mktemp("whole") / "library"
    image = folder.with_name("image")
    library = open_library(folder)
    chance = random.Random(1)
    who = [add_assistant(library.db, name) for name in ("Opus", "Ki", "Gem")]
    for number in range(SESSIONS):
        session = add_session(library.db, f"보고서 {number}")
        for place in range(1, ROUNDS + 1):
            item = add_round(library.db, session, place, "task " + "w" * chance.randrange(200))
            for assistant in who:
                answer = add_answer(library.db, item, assistant)
                text = f"answer {number} " + "안녕하세요 " * chance.randrange(300)
                done = replace(answer, status=AnswerStatus.COMPLETE, text=text)
                with library.db.atomic():
                    answers.finish_answer(library.db, done, NOW)
        if number == SESSIONS - 3:
            add_full_session(library.db)
            library.db.empty_log()
    back_up_today(library.file, date(2026, 11, 22))
    shutil.copytree(folder, image)
    library.close()
    return image


@pytest.fixture(scope="module")
def ends() -> Iterator[Counter[str]]:
    """How the cases ended; printed at the end."""
    counted: Counter[str] = Counter()
    yield counted
    print("\n" + "\n".join(f"{n:5} {what}" for what, n in sorted(counted.items())))


def messages_in(folder: Path) -> int:
    library = open_library(folder, must_write=True)
    rows = library.db.rows(
        """
        SELECT (SELECT count(*) FROM answer WHERE text LIKE 'answer%') +
          (SELECT count(*) FROM round WHERE text LIKE 'task%') AS n
        """
    )
    library.close()
    found: int = rows[0]["n"]
    return found


def read_everything(workspace: Workspace) -> None:
    """Look at all that a person could look at."""
    for session in workspace.sessions.all():
        session_document(workspace, session)
        workspace.drafts.pieces(session.id)
        workspace.drafts.versions(session.id)
    workspace.bin.sessions()
    workspace.connections.assistants()
    workspace.guidance.all()
    workspace.proposing.all()
    workspace.trials.all()


def meet(folder: Path, ends: Counter[str]) -> None:
    """Do with a damaged library what a person would, and note how it went."""
    (folder / "open.json").write_bytes(b"{}")
    before = {name: (folder / name).read_bytes() for name in (FILE_NAME, LOG)}
    try:
        workspace = open_workspace(folder, lambda: None, must_write=True)
    except LibraryDamaged:
        kept = {name: (folder / name).read_bytes() for name in before}
        assert kept == before, "the damaged files were changed"
        assert any(item.is_whole and item.holds for item in backups_in(folder))
        save(folder, ends)
        return
    except StoreError as error:
        ends[f"refused: {type(error).__name__}"] += 1
        return
    try:
        read_everything(workspace)
        ends["opened and read"] += 1
    except StoreError:
        ends["opened, then said to be damaged"] += 1
    finally:
        workspace.close()


def save(folder: Path, ends: Counter[str]) -> None:
    data = (folder / FILE_NAME).read_bytes()
    try:
        done = salvage(folder)
    except LibraryDamaged:
        ends["said to be damaged, nothing to salvage"] += 1
        assert (folder / FILE_NAME).read_bytes() == data
        (copy, *_rest) = [item for item in backups_in(folder) if item.is_whole]
        restore(folder, copy.path)
    else:
        ends["said to be damaged, salvaged"] += 1
        assert done.restored.kept is not None
        assert done.restored.kept.read_bytes() == data
    workspace = open_workspace(folder, lambda: None, must_write=True)
    assert workspace.desk.db.rows("PRAGMA integrity_check")[0][0] == "ok"
    read_everything(workspace)
    workspace.close()


def seeds(many: int, few: int = FEW) -> list[object]:
    return [
        seed if seed < few else pytest.param(seed, marks=pytest.mark.slow) for seed in range(many)
    ]


def changed(folder: Path, name: str, change: Callable[[bytearray], None]) -> None:
    data = bytearray((folder / name).read_bytes())
    change(data)
    (folder / name).write_bytes(data)


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    """A copy of the library that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "damaged"))


@pytest.mark.parametrize("seed", seeds(FLIPS))
def test_flipped_bytes_are_met(damaged: Path, seed: int, ends: Counter[str]) -> None:
    chance = random.Random(seed)

    def flip(data: bytearray) -> None:
        for _byte in range(chance.randint(1, 64)):
            data[chance.randrange(len(data))] ^= chance.randint(1, 255)

    changed(damaged, FILE_NAME, flip)

    meet(damaged, ends)


@pytest.mark.parametrize("seed", seeds(CUTS, 3))
def test_a_cut_file_is_met(damaged: Path, seed: int, ends: Counter[str]) -> None:
    chance = random.Random(1000 + seed)
    size = (damaged / FILE_NAME).stat().st_size
    left = chance.randrange(1, size) if seed % 3 else chance.randrange(1, size // PAGE) * PAGE

    changed(damaged, FILE_NAME, lambda data: data.__delitem__(slice(left, None)))

    meet(damaged, ends)


@pytest.mark.parametrize("seed", seeds(LOGS, 4))
def test_a_spoiled_log_is_met(damaged: Path, seed: int, ends: Counter[str]) -> None:
    chance = random.Random(2000 + seed)

    def spoil(data: bytearray) -> None:
        match seed % 4:
            case 0:
                data[:] = bytes(len(data))
            case 1:
                data[:] = chance.randbytes(len(data))
            case 2:
                del data[chance.randrange(len(data)) :]
            case _:
                for _byte in range(chance.randint(1, 64)):
                    data[chance.randrange(len(data))] ^= chance.randint(1, 255)

    changed(damaged, LOG, spoil)

    meet(damaged, ends)


@pytest.mark.parametrize("seed", seeds(PAGES, 4))
def test_of_a_library_with_one_damaged_page_nine_tenths_are_saved(
    damaged: Path, seed: int, ends: Counter[str]
) -> None:
    chance = random.Random(3000 + seed)
    (damaged / LOG).unlink()
    before = messages_in(damaged)
    pages = (damaged / FILE_NAME).stat().st_size // PAGE
    start = (0 if seed == 0 else chance.randrange(pages)) * PAGE

    def spoil(data: bytearray) -> None:
        if seed % 2 == 0:
            data[start : start + PAGE] = chance.randbytes(PAGE)
            return
        for _byte in range(chance.randint(1, 64)):
            data[start + chance.randrange(PAGE)] ^= chance.randint(1, 255)

    changed(damaged, FILE_NAME, spoil)
    try:
        salvage(damaged)
        share = messages_in(damaged) / before
    except ConductorError as error:
        pytest.fail(f"nothing was saved: {error}")

    assert share >= 0.9
    ends[f"one page: {'all' if share == 1 else 'at least 90 %'} saved"] += 1
