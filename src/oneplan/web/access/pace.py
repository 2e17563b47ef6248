"""No machine asks without end: how many pages one account opens in a minute, counted in each process.

It costs no question to the database. With several processes the limit is that many times as high; what it must stop,
a program that reads or guesses without pause, asks far more often than any of them allow.
"""

import threading
import time
from collections import Counter

MINUTE = 60.0


class Pace:
    """Counts of the running minute; the older ones are forgotten with it."""

    def __init__(self) -> None:
        self._lock, self._minute, self._counts = threading.Lock(), 0, Counter[int]()

    def over(self, account_id: int, *, most: int) -> int:
        """Count one page; return by how many pages this minute's are over `most`, where 0 sets no limit."""
        if not most:
            return 0
        minute = int(time.monotonic() // MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[account_id] += 1
            return max(0, self._counts[account_id] - most)
