"""Replay a real fund's règlement over the files of the year: `python -m bench.replay COUNT`, on the bench's database.

Prints JSON: how many files, in how many seconds of wall clock and of CPU, reading them included.
"""

import json
import sys
import time
from itertools import islice

import django


def main(count: int) -> None:
    """Replay so many files at most."""
    django.setup()
    from projects.applications.queries import decided
    from projects.fund.models import Exercise
    from projects.regulation import shelf
    from projects.regulation.rules.replay import replay

    exercise = Exercise.objects.get(fund__slug="goutte-dor")
    began, spent = time.perf_counter(), time.process_time()
    files = replay(shelf.model("mericourt-pic"), islice(decided(exercise), count))
    print(json.dumps({"files": len(files), "seconds": time.perf_counter() - began, "cpu": time.process_time() - spent}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
