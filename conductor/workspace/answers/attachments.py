"""Read files that the person attaches to a task: text, kept in the library by its hash."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from conductor.core.entities import Attachment
from conductor.core.errors import InvalidInput
from conductor.core.text.visible import well_formed
from conductor.i18n import _
from conductor.store.attachments import keep_file, read_file

MAX_FILE_BYTES = 2 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_ENCODINGS = ("utf-8-sig", "cp949")


def read_attachments(folder: Path, files: Iterable[Path]) -> tuple[Attachment, ...]:
    """Read text files and keep their text in the library.

    Raises:
        InvalidInput: a file is missing, too large, or not text.
        StoreError: a file could not be kept.
    """
    texts = [(path.name, _text_of(path)) for path in files]
    return tuple(
        Attachment(name, keep_file(folder, text.encode("utf-8")), text) for name, text in texts
    )


def keep_text(folder: Path, name: str, text: str) -> Attachment:
    """Keep a text in the library as if it had been a file of this name.

    Raises:
        StoreError: it could not be kept.
    """
    clean = well_formed(text)
    return Attachment(name, keep_file(folder, clean.encode("utf-8")), clean)


def files_to_json(files: Iterable[Attachment]) -> str:
    """Return the names and hashes of files as they are kept with a draft."""
    return json.dumps([[item.name, item.sha256] for item in files], ensure_ascii=False)


def files_kept(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names and hashes of files that are kept with a draft, as far as they are."""
    try:
        found = json.loads(text or "[]")
        pairs = [(str(name), str(sha256)) for name, sha256 in found]
        return tuple(pair for pair in pairs if _HASH.fullmatch(pair[1]))
    except (ValueError, TypeError, RecursionError):  # bytes that turned bad
        return ()


def files_from(folder: Path, kept: Iterable[tuple[str, str]]) -> tuple[Attachment, ...]:
    """Return files by their names and hashes; those that are gone are left out."""
    found = [(name, sha256, read_file(folder, sha256)) for name, sha256 in kept]
    return tuple(
        Attachment(name, sha256, data.decode("utf-8"))
        for name, sha256, data in found
        if data is not None
    )


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InvalidInput(
                _("{file} is larger than 2 MB. Attach a shorter extract of it.").format(file=path)
            )
        data = path.read_bytes()
    except OSError as error:
        sentence = _("The file {file} cannot be read ({reason}).")
        raise InvalidInput(sentence.format(file=path, reason=error.strerror)) from error
    return _decoded(path, data)


def _decoded(path: Path, data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    sentence = _("{file} is not a text file. Only text can be attached so far.")
    raise InvalidInput(sentence.format(file=path))
