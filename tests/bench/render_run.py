"""Render one streamed answer and measure the processor time it takes.

Prints one JSON line: microseconds of processor time per token, painting included.
"""

import argparse
import json
import sys
import time

from PySide6.QtWidgets import QApplication

from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from tests.bench.corpus import tokens

ROUNDS = 3
TOKENS_PER_FLUSH = 15  # 300 tokens a second at 20 flushes a second


def cpu_us_per_token(application: QApplication, count: int) -> float:
    """Stream so many tokens into a view and return the time per token."""
    pieces = tokens(count)
    view = AnswerView()
    view.resize(380, 800)
    view.show()
    application.processEvents()
    began_s = time.process_time()
    for at in range(0, count, TOKENS_PER_FLUSH):
        view.append("".join(pieces[at : at + TOKENS_PER_FLUSH]))
        view.flush()
        application.processEvents()
    seconds = time.process_time() - began_s
    view.close()
    view.deleteLater()
    application.processEvents()
    return seconds / count * 1e6


def main() -> None:
    """Warm up, then measure answers of the lengths that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lengths", type=int, nargs="+")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application, "light")
    cpu_us_per_token(application, 1000)
    rounds = [
        {length: cpu_us_per_token(application, length) for length in arguments.lengths}
        for _round in range(ROUNDS)
    ]
    # The least of several runs in turn: what else the machine does only ever adds.
    figures = {length: min(one[length] for one in rounds) for length in arguments.lengths}
    print(json.dumps({"us_per_token": figures}))


if __name__ == "__main__":
    main()
