"""One evaluation in a process of its own, to see its memory: prints seconds of the processor and megabytes as JSON."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import policies
from bench.repositories import NOW, repository, seeded, tagged
from retention.evaluate import evaluate

_UNITS_OF_A_MEGABYTE = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024


@dataclass(frozen=True)
class Evaluation:
    """What one evaluation took. `megabytes` is the most that its process ever held, Python and the images included."""

    seconds: float
    megabytes: float


def measured(kind: str, images: int, rules: int) -> Evaluation:
    """Evaluate so many images under so many rules in a new process. `kind`: natural, worst or entries."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.evaluation", kind, str(images), str(rules)],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Evaluation(**json.loads(ran.stdout))


def _main(kind: str, images: int, rules: int) -> None:
    natural = kind == "natural"
    present = repository(seeded(1), images) if natural else tagged(seeded(1), images)
    bad = partial(policies.worst, entries=policies.MANY_ENTRIES if kind == "entries" else 1)
    policy = policies.mixed(seeded(2), rules) if natural else bad(rules)
    before = time.process_time()
    evaluate(policy, present, NOW)
    seconds = time.process_time() - before
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_OF_A_MEGABYTE
    print(json.dumps({"seconds": seconds, "megabytes": most}))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
