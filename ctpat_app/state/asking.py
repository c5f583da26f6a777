"""Asks the assistant: loaded when it is first needed, and in a thread of its own, since a question takes long."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from ctpat_app.adapters.sentences import sentence_encoder
from ctpat_app.guidance.assistant import Advice, Assistant
from ctpat_app.guidance.assistant_model import load_model
from ctpat_app.guidance.help_pages import help_pages
from ctpat_app.services.library import current_library

# One at a time, so that questions never take more than one processor from everybody else.
_thread: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="assistant")


async def advise(text: str, page: str) -> Advice:
    """Return what the assistant makes of ``text``, for who comes from the page of help ``page``."""
    return await asyncio.get_running_loop().run_in_executor(_thread, _advise, text, page)


def _advise(text: str, page: str) -> Advice:
    library = current_library()
    assistant = Assistant(library, load_model(), sentence_encoder())
    return assistant.advise(text, page=page if page in help_pages(library) else "")
