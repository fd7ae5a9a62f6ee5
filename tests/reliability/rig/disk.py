"""Play a disk that loses power: what was not synced may be lost, torn or out of order.

The model is no kinder than a journalling file system: the bytes of a file are safe once the
file was synced; until then each write and cut of it may be there, be torn at a sector, or be
missing, whatever came later. Names (making, renaming and removing files and folders) reach
the disk in their order; they are safe once a folder that they are in was synced, with all
names before them. Syncing a file does not save its name.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that were written to a file at an offset."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file that was given a new length."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Name:
    """A file (or with None a folder) that got a name, or with `is_gone` lost it."""

    path: Path
    file: int | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    """A name that took the place of another."""

    old: Path
    new: Path


@dataclass(frozen=True, slots=True)
class SyncFile:
    """A file whose bytes are safe, as far as they were written before step `begun`."""

    file: int
    begun: int


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """A folder whose names are safe."""

    path: Path


@dataclass(frozen=True, slots=True)
class Note:
    """A line that the process wrote elsewhere, about itself."""

    line: str


Step = Write | Cut | Name | Rename | SyncFile | SyncFolder | Note


@dataclass(slots=True)
class Disk:
    """The folder as it would be found, and what of it may still be lost."""

    names: dict[Path, int | None]
    files: dict[int, bytearray]
    _waiting: list[tuple[int, Write | Cut]] = field(default_factory=list)
    _waiting_names: list[Name | Rename] = field(default_factory=list)

    @classmethod
    def after(cls, before: "Disk", steps: Sequence[Step], chance: random.Random) -> "Disk":
        """Return what the disk holds if the power goes after these steps."""
        disk = cls(dict(before.names), {n: bytearray(b) for n, b in before.files.items()})
        for number, step in enumerate(steps):
            disk._do(number, step)
        for _number, change in disk._waiting:
            disk._change_by_chance(change, chance)
        for kept in disk._waiting_names[: chance.randint(0, len(disk._waiting_names))]:
            disk._name(kept)
        return disk

    def _do(self, number: int, step: Step) -> None:
        match step:
            case Write() | Cut():
                self._waiting.append((number, step))
            case Name() | Rename():
                self._waiting_names.append(step)
            case SyncFile(file=file, begun=begun):
                safe = [s for n, s in self._waiting if s.file == file and n < begun]
                self._waiting = [(n, s) for n, s in self._waiting if s.file != file or n >= begun]
                for change in safe:
                    self._change(change)
            case SyncFolder(path=path):
                last = max(
                    (n for n, s in enumerate(self._waiting_names) if _is_in(s, path)), default=-1
                )
                for name in self._waiting_names[: last + 1]:
                    self._name(name)
                del self._waiting_names[: last + 1]

    def _change_by_chance(self, change: Write | Cut, chance: random.Random) -> None:
        kind = chance.random()
        if kind < 0.4:
            self._change(change)
        elif kind < 0.6 and isinstance(change, Write) and len(change.data) > SECTOR:
            sectors = range(0, len(change.data), SECTOR)
            for at in chance.sample(sectors, chance.randint(1, len(sectors))):
                part = change.data[at : at + SECTOR]
                self._change(Write(change.file, change.offset + at, part))

    def _change(self, change: Write | Cut) -> None:
        data = self.files.setdefault(change.file, bytearray())
        if isinstance(change, Cut):
            del data[change.size :]
            data.extend(bytes(change.size - len(data)))
            return
        end = change.offset + len(change.data)
        data.extend(bytes(max(0, end - len(data))))
        data[change.offset : end] = change.data

    def _name(self, step: Name | Rename) -> None:
        match step:
            case Name(path=path, is_gone=True):
                self.names.pop(path, None)
            case Name(path=path, file=file):
                self.names[path] = file
            case Rename(old=old, new=new):
                if old in self.names:
                    self.names[new] = self.names.pop(old)

    def write_to(self, folder: Path) -> None:
        """Put the files into a folder that is not there yet."""
        folder.mkdir(parents=True)
        for path, file in sorted(self.names.items(), key=lambda item: len(item[0].parts)):
            target = folder / path
            if file is None:
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(self.files.get(file, b""))


def _is_in(step: Name | Rename, folder: Path) -> bool:
    if isinstance(step, Rename):
        return folder in (step.old.parent, step.new.parent)
    return step.path.parent == folder
