"""The program: ``python -m ctpat_app.adapters.bundling part FILE TYPE OUT`` or ``… merge JOB OUT``; limits first."""

import json
import resource
import sys
from pathlib import Path
from typing import Final

MEBI: Final = 1024 * 1024
LIMITS: Final = {"part": (768 * MEBI, 60), "merge": (2048 * MEBI, 300)}
"""Bytes of memory, and seconds of the processor."""


def main(task: str, *arguments: str) -> None:
    """Do ``task`` and print what came of it."""
    memory, seconds = LIMITS[task]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from ctpat_app.adapters.bundling import merging, parts

    if task == "part":
        file, media_type, out = arguments
        found: dict[str, object] = parts.make_part(Path(file), media_type, Path(out))
    else:
        job, out = arguments
        merging.merge(json.loads(Path(job).read_text("utf-8")), Path(out))
        found = {}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
