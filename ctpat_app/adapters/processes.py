"""A name for this process, by which others know what it holds."""

import os
import secrets
import socket
from functools import cache


@cache
def process_name() -> str:
    """Return machine, number and a random part, such as ``kiosk-1:4711:9f2c``: unique, also after a restart."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
