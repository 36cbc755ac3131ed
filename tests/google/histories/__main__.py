"""Play histories and print what happened: ``python -m tests.google.histories FIRST LAST``, or one of them in full."""

import sys
import time

from tests.google.histories.history import play
from tests.google.histories.report import tally, told

first, last = (int(text) for text in (*sys.argv[1:], sys.argv[-1])[:2])
begun = time.process_time()
played = [play(seed) for seed in range(first, last + 1)]
print(told(tally(played)))
print(f"{time.process_time() - begun:.1f} s")
for history in played:
    if history.wrong or first == last:
        print(history)
