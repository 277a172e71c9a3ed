"""A worker that has nothing to do but to say so, until it is stopped."""

import signal
import threading

SECONDS = 60.0


def main() -> None:
    """Report every minute, and end at once when ECS stops the task, which it does by SIGTERM."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    while not stopped.wait(SECONDS):
        print("nothing to do")


if __name__ == "__main__":
    main()
