"""Writes the next migration from the tables, for review: ``python migrations/write.py "Add the waiting time"``.

``--first`` writes 0001 anew instead. That is right only until the first release: afterwards databases have it.
"""

import sys
import tempfile
from pathlib import Path

from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.migrations import FOLDER, migrate, write_migration

FIRST = "First schema: what the kiosk acknowledges is kept in these tables."


def main(arguments: list[str]) -> None:
    """Compare a scratch database at the newest migration with the tables, and write what is missing."""
    versions = FOLDER / "versions"
    if arguments == ["--first"]:
        for old in versions.glob("0001_*.py"):
            old.unlink()
    message = FIRST if arguments == ["--first"] else arguments[0]
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        migrate(engine)
        number = f"{len(list(versions.glob('*.py'))) + 1:04d}"
        path = write_migration(engine, message, number)
        engine.dispose()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("    # ###")), encoding="utf-8")
    path = path.rename(path.with_stem(path.stem.rstrip("_")))
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
