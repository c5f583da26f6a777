"""The assistant's model in one numpy file: linear layers over sentence vectors and letters, and the phrases' vectors.

``kiosk assistant build`` makes the file of the topics and phrases of the content; ``sources_hash`` tells whether it is
current.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ctpat_app.guidance.assistant_text import Features, letter_features

CONTENT: Final = Path(__file__).parent / "content"
FILE: Final = CONTENT / "assistant_model.npz"
SOURCES: Final = ("help_topics.yaml", "assistant_examples.yaml", "phrases/**/*.yaml")
VERSION: Final = "1"
"""Goes up whenever reading a text or training changes, so that a file from before is not taken for current."""

NEAREST: Final = 3
NEAR_SCALE: Final = 15.0
"""Makes a likeness, at most 1, comparable with the scores of the layers."""

Vector = NDArray[np.float32]
Encode = Callable[[str], Vector]
"""Makes the vector of a sentence, 384 numbers, from a clean text."""


@dataclass(frozen=True, eq=False)
class Blend:
    """How scores become probabilities, and from where on they are believed; set on public data, never on a test.

    ``neighbours`` and ``letters`` weigh these scores beside those of the layer over vectors; ``sharpness`` multiplies
    the sum; ``answer`` and ``unknown`` are probabilities of the best topic, from which it is answered directly, and
    below which nothing is offered.
    """

    neighbours: float
    letters: float
    sharpness: float
    answer: float
    unknown: float


@dataclass(frozen=True, eq=False)
class Model:
    """The layers: ``*_weights`` have a row for each number or bucket and a column for each of ``topics``."""

    topics: tuple[str, ...]
    mean: Vector
    vector_weights: NDArray[np.float32]
    vector_bias: Vector
    neighbours: NDArray[np.int8]
    """The vector of each phrase, roughly; phrases of one topic stand together."""
    neighbour_counts: NDArray[np.int64]
    """How many phrases each of ``topics`` has."""
    letter_weights: NDArray[np.int8]
    letter_scale: Vector
    letter_bias: Vector
    rarity: Vector
    with_vectors: Blend
    without: Blend
    sources: str

    def probabilities(self, text: str, encode: Encode | None) -> NDArray[np.float64]:
        """Return the probability of each topic for a clean ``text``; without ``encode`` from the letters alone."""
        blend = self.with_vectors if encode else self.without
        return softmax(blend.sharpness * self.log_scores(text, encode(text) if encode else None))

    def log_scores(self, text: str, vector: Vector | None) -> NDArray[np.float64]:
        """Return the sum of all scores of each topic for a clean ``text`` and its vector, if there is one."""
        letters = log_softmax(self._letter_scores(letter_features(text)))
        if vector is None:
            return letters
        middle = centred(vector, self.mean)
        linear = log_softmax(middle @ self.vector_weights + self.vector_bias)
        near = log_softmax(nearest(self._phrases @ middle, self.neighbour_counts))
        return linear + self.with_vectors.neighbours * near + self.with_vectors.letters * letters

    @cached_property
    def _phrases(self) -> NDArray[np.float32]:
        phrases: NDArray[np.float32] = self.neighbours / np.linalg.norm(self.neighbours, axis=1, keepdims=True)
        return phrases.astype(np.float32)

    def _letter_scores(self, features: Features) -> Vector:
        buckets, values = features
        weighted = unit(values * self.rarity[buckets])
        found: Vector = weighted @ self.letter_weights[buckets].astype(np.float32) * self.letter_scale
        return found + self.letter_bias


def nearest(likeness: Vector, counts: NDArray[np.int64]) -> Vector:
    """Return the score of each topic: how like its few nearest phrases are; ``likeness`` goes along the last axis."""
    ends = np.cumsum(counts)[:-1]
    parts = np.split(likeness, ends, axis=-1)
    mean = [np.partition(part, -min(NEAREST, part.shape[-1]), axis=-1)[..., -NEAREST:].mean(axis=-1) for part in parts]
    return np.float32(NEAR_SCALE) * np.stack(mean, axis=-1)


def unit(vector: Vector) -> Vector:
    """Return ``vector`` with length 1; the null vector stays."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


def centred(vector: Vector, mean: Vector) -> Vector:
    """Return a sentence vector seen from the middle of all: what they have in common tells nothing."""
    return unit(vector - mean)


def log_softmax(scores: Vector) -> NDArray[np.float64]:
    """Return the logarithms of the probabilities that ``scores`` stand for; along the last axis."""
    moved = scores.astype(np.float64) - scores.max(axis=-1, keepdims=True)
    result: NDArray[np.float64] = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return result


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities that ``scores`` stand for; along the last axis."""
    return np.exp(log_softmax(scores))  # type: ignore[arg-type]  # more exact than needed


def sources_hash(folder: Path = CONTENT) -> str:
    """Return the hash of everything that the model is made of."""
    digest = hashlib.sha256(VERSION.encode())
    for pattern in SOURCES:
        for file in sorted(folder.glob(pattern)):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def save_model(model: Model, file: Path = FILE) -> None:
    """Write ``model``; the same model makes the same file."""
    blends = [[b.neighbours, b.letters, b.sharpness, b.answer, b.unknown] for b in (model.with_vectors, model.without)]
    np.savez_compressed(
        file,
        topics=np.array(model.topics),
        mean=model.mean.astype(np.float32),
        vector_weights=model.vector_weights.astype(np.float16),
        vector_bias=model.vector_bias.astype(np.float32),
        neighbours=model.neighbours,
        neighbour_counts=model.neighbour_counts,
        letter_weights=model.letter_weights,
        letter_scale=model.letter_scale.astype(np.float32),
        letter_bias=model.letter_bias.astype(np.float32),
        rarity=model.rarity.astype(np.float16),
        blends=np.array(blends),
        sources=np.array(model.sources),
    )


@cache
def load_model(file: Path = FILE) -> Model:
    """Return the model in ``file``."""
    with np.load(file, allow_pickle=False) as stored:
        with_vectors, without = (Blend(*map(float, row)) for row in stored["blends"])
        return Model(
            topics=tuple(map(str, stored["topics"])),
            mean=stored["mean"],
            vector_weights=stored["vector_weights"].astype(np.float32),
            vector_bias=stored["vector_bias"],
            neighbours=stored["neighbours"],
            neighbour_counts=stored["neighbour_counts"],
            letter_weights=stored["letter_weights"],
            letter_scale=stored["letter_scale"],
            letter_bias=stored["letter_bias"],
            rarity=stored["rarity"].astype(np.float32),
            with_vectors=with_vectors,
            without=without,
            sources=str(stored["sources"]),
        )
