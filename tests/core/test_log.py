"""The log holds no key and cannot stop the program."""

import logging
import stat
from pathlib import Path

from conductor import log
from conductor.core.request import Secret
from conductor.secrets import Redactor


def test_keys_are_taken_out_of_messages_and_tracebacks(tmp_path: Path) -> None:
    redactor = Redactor()
    redactor.learn(Secret("canary-key-0815"))
    log.set_up(tmp_path, redactor)

    try:
        raise ValueError("canary-key-0815 was refused")
    except ValueError as error:
        logging.getLogger("conductor.test").info("sent %s", "Bearer sk-abcdefgh12345678")
        logging.getLogger("conductor.test").info("failed", exc_info=error)
    log.tear_down()

    written = (tmp_path / "conductor.log").read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "canary" not in written
    assert "abcdefgh" not in written
    assert stat.S_IMODE((tmp_path / "conductor.log").stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    log.set_up(tmp_path / "missing", Redactor())

    logging.getLogger("conductor.test").info("lost")

    log.tear_down()


def test_a_long_log_is_put_aside_at_the_next_start_and_two_old_ones_are_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "conductor.log"
    for number in range(4):
        path.write_text(f"{number}" * (log.MAX_BYTES + 1))
        log.set_up(tmp_path, Redactor())
        log.tear_down()

    kept = {file.name: file.read_text()[:1] for file in tmp_path.iterdir()}
    assert kept == {"conductor.log": "", "conductor.log.1": "3", "conductor.log.2": "2"}
