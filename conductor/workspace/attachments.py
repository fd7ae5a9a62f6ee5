"""Read files that the person attaches to a task: text, kept in the library by its hash."""

from collections.abc import Iterable
from pathlib import Path

from conductor.core.entities import Attachment
from conductor.core.errors import InvalidInput
from conductor.i18n import _
from conductor.store.attachments import keep_file

MAX_FILE_BYTES = 2 * 1024 * 1024
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
