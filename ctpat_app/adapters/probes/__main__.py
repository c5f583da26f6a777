"""The program: ``python -m ctpat_app.adapters.probes FILE ENDING COPY``; limits first, then everything else."""

import resource
import sys
from pathlib import Path

from ctpat_app.adapters.probes.found import MEMORY_BYTES, MEMORY_FOR_PICTURES, SECONDS, Refused, say

MEBI = 1024 * 1024


def main(file: Path, ending: str, copy: Path) -> None:
    """Say what ``file`` is; of a picture, a clean one is written to ``copy``."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_FOR_PICTURES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * MEBI, 200 * MEBI))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from ctpat_app.adapters.probes.kinds import look

    try:
        look(file, ending, copy)
    except Refused as refused:
        say(refused=refused.code, **refused.params)
    except MemoryError:
        say(refused="upload.unpacks-too-large")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
