"""A worker that stops in the middle of an errand, to be killed there."""

import sys
import threading

import sqlalchemy as sa

from makewhole import durable
from makewhole.store.database import Database


def main() -> None:
    database = Database(sys.argv[1])
    engine = durable.Engine(database.engine, database.url)

    def slow(number: int) -> None:
        engine.transact(
            "first",
            lambda conn: (
                conn.execute(sa.text(f"INSERT INTO house VALUES ('ran-first-{number}', '1')")).rowcount
            ),
        )
        engine.step("out", wait_for_the_end)

    engine.register("slow", slow)
    engine.launch()
    threading.Event().wait()


def wait_for_the_end() -> None:
    sys.stdout.write("in the middle\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
