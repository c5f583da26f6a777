"""Files that the kiosk makes itself and keeps, such as a finished assessment: judged and stored like any upload."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

from ctpat_app.adapters.file_types import judge
from ctpat_app.adapters.storage import storage
from ctpat_app.adapters.tokens import new_blob_key
from ctpat_app.domain.documents import Scan
from ctpat_app.domain.uploads import JudgedFile


def keep_made_file(content: bytes, name: str, *, now: datetime) -> JudgedFile:
    """Put ``content`` into the file store and return what is known of it; no row knows it yet.

    Nobody brought it in, so no scanner has looked at it.

    Raises:
        Unavailable: the file could not be judged or stored.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made"
        file.write_bytes(content)
        judged = judge(file, name, size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        key = new_blob_key(now)
        storage().put(key, judged.file)
    return JudgedFile(
        file_type=judged.file_type,
        blob_key=key,
        size_bytes=judged.size_bytes,
        sha256=judged.sha256,
        state=judged.state,
        scan=Scan.NOT_SCANNED,
        pages=judged.pages,
        text=judged.text,
    )
