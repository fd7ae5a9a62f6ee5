"""What is said of the data folder."""

from datetime import date
from pathlib import Path

from conductor.workspace.storage import StoragePart, look_over


def test_sizes_are_told_apart_and_backups_come_newest_first(tmp_path: Path) -> None:
    for name, size in (
        ("conductor.db", 100),
        ("conductor.db-wal", 20),
        ("attachments/ab/abc", 3),
        ("models/m.gguf", 7),
        ("conductor.log", 5),
        ("backups/day-2026-11-19.db", 11),
        ("backups/day-2026-11-21.db", 13),
        ("kept/damaged_20261121T000000Z.db", 2),
        ("backups/.day-2026-11-22.db.1.partial", 1),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)

    found = look_over(tmp_path)

    assert found.sizes == {
        StoragePart.LIBRARY: 120,
        StoragePart.ATTACHMENTS: 3,
        StoragePart.BACKUPS: 27,
        StoragePart.MODELS: 7,
        StoragePart.OTHER: 5,
    }
    assert [backup.day for backup in found.backups] == [date(2026, 11, 21), date(2026, 11, 19)]
    assert found.backups[0].size_bytes == 13


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    found = look_over(tmp_path / "nowhere")

    assert set(found.sizes.values()) == {0}
    assert found.backups == ()


def test_a_backup_made_before_a_migration_has_the_day_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "schema-1.db").write_bytes(b"x")

    (backup,) = look_over(tmp_path).backups

    assert backup.path.name == "schema-1.db"
