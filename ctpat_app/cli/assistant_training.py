"""Makes the assistant's model of the phrases; needs scikit-learn, which only developers have.

How surely the model may speak is set on phrases whose writer it has not learnt from: each hand is held out in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, SGDClassifier

from ctpat_app.guidance.assistant_model import Blend, Encode, Model, centred, log_softmax, softmax
from ctpat_app.guidance.assistant_phrases import DEFINITIONS, Phrase
from ctpat_app.guidance.assistant_text import BUCKETS, letter_features
from ctpat_app.guidance.help_schema import NONE

PRECISION: Final = 0.97
"""Wanted of direct answers to writers that were not learnt from; some is lost between one writer and the next."""
OUTSIDE_ANSWERED: Final = 0.01
"""So much of what is about something else may be answered."""
UNKNOWN_BELOW: Final = 0.1
NEIGHBOURS_WEIGHT: Final = 1.0
LETTERS_WEIGHT: Final = 0.4
VECTOR_STRENGTH: Final = 10.0
_ROUGH: Final = 7
"""Steps on each side of null that a number of a phrase's vector is rounded to: enough to compare, and small."""
_ROUNDS: Final = 80
_LETTER_ROUNDS: Final = 8
_LETTER_DECAY: Final = 1e-5
_ASKED: Final = 3
"""Every so many phrases of a writer are asked when the writer is held out: enough for four numbers."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Material:
    """The phrases as numbers, in the order of their topics."""

    topics: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    vectors: NDArray[np.float32]
    letters: csr_matrix
    wanted: NDArray[np.int64]
    weights: NDArray[np.float64]
    hands: NDArray[np.str_]


def read_material(topics: Sequence[str], phrases: Sequence[Phrase], encode: Encode) -> Material:
    """Return ``phrases`` with their vectors (a hundredth of a second each) and letters."""
    ordered = tuple(sorted(phrases, key=lambda phrase: topics.index(phrase.topic)))
    features = [letter_features(phrase.text) for phrase in ordered]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in features)])
    values = np.concatenate([found for _, found in features])
    buckets = np.concatenate([found for found, _ in features])
    return Material(
        topics=tuple(topics),
        phrases=ordered,
        vectors=np.stack([encode(phrase.text) for phrase in ordered]),
        letters=csr_matrix((values, buckets, starts), shape=(len(ordered), BUCKETS)),
        wanted=np.array([topics.index(phrase.topic) for phrase in ordered]),
        weights=np.array([phrase.weight for phrase in ordered]),
        hands=np.array([phrase.hand for phrase in ordered]),
    )


def train(material: Material, sources: str) -> Model:
    """Return the model of all phrases, with thresholds set on hands that were held out."""
    near, alone, wanted = held_out(material)
    nothing = material.topics.index(NONE)
    with_vectors = blend_for(near, wanted, nothing, neighbours=NEIGHBOURS_WEIGHT, letters=LETTERS_WEIGHT)
    without = blend_for(alone, wanted, nothing, neighbours=0.0, letters=1.0)
    return fit(material, np.ones(len(material.wanted), dtype=bool), with_vectors, without, sources)


_UNSET: Final = Blend(NEIGHBOURS_WEIGHT, LETTERS_WEIGHT, 1.0, 1.0, 0.0)


def held_out(material: Material) -> tuple[Scores, Scores, NDArray[np.int64]]:
    """Return scores with vectors, scores of letters alone, and the topics wanted, for phrases of hands held out."""
    found: list[tuple[Scores, Scores, NDArray[np.int64]]] = []
    for hand in sorted(set(material.hands) - {DEFINITIONS}):
        left_out = material.hands == hand
        model = fit(material, ~left_out, _UNSET, _UNSET, "")
        asked = np.flatnonzero(left_out)[::_ASKED]
        found.append((*_scores(model, material, asked), material.wanted[asked]))
    near, alone, wanted = zip(*found, strict=True)
    return np.concatenate(near), np.concatenate(alone), np.concatenate(wanted)


def _scores(model: Model, material: Material, rows: NDArray[np.int64]) -> tuple[Scores, Scores]:
    asked = [(material.phrases[row].text, material.vectors[row]) for row in rows]
    near = np.stack([model.log_scores(text, vector) for text, vector in asked])
    alone = np.stack([model.log_scores(text, None) for text, _ in asked])
    return near, alone


def blend_for(scores: Scores, wanted: NDArray[np.int64], nothing: int, *, neighbours: float, letters: float) -> Blend:
    """Return the blend whose probabilities fit what came true, and from where on they are sure enough."""

    def surprise(sharpness: float) -> float:
        return float(-log_softmax((sharpness * scores).astype(np.float32))[np.arange(len(wanted)), wanted].mean())

    sharpness = float(minimize_scalar(surprise, bounds=(0.05, 3.0), method="bounded").x)
    found = softmax(sharpness * scores)
    return Blend(neighbours, letters, sharpness, answer_from(found, wanted, nothing), UNKNOWN_BELOW)


def answer_from(found: Scores, wanted: NDArray[np.int64], nothing: int) -> float:
    """Return the lowest probability from which direct answers are as precise as is wanted."""
    best, said = found.max(axis=1), found.argmax(axis=1)
    outside = wanted == nothing
    for threshold in np.arange(0.3, 0.99, 0.01):
        answered = (best >= threshold) & (said != nothing)
        if not answered.any():
            break
        right = (said == wanted)[answered & ~outside].mean()
        if right >= PRECISION and answered[outside].mean() <= OUTSIDE_ANSWERED:
            return round(float(threshold), 2)
    return 0.99


def fit(material: Material, rows: NDArray[np.bool_], with_vectors: Blend, without: Blend, sources: str) -> Model:
    """Return the model of the chosen ``rows``."""
    wanted, weights = material.wanted[rows], material.weights[rows]
    mean = material.vectors[rows].mean(axis=0)
    vectors = np.stack([centred(vector, mean) for vector in material.vectors[rows]])
    linear = LogisticRegression(C=VECTOR_STRENGTH, max_iter=_ROUNDS, tol=1e-3)
    linear.fit(vectors, wanted, sample_weight=weights)
    letters = material.letters[rows]
    seen = np.asarray((letters > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(wanted)) / (1 + seen)) + 1
    weighted = letters.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    rows_of_letters = weighted.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
    by_letters = SGDClassifier(loss="log_loss", alpha=_LETTER_DECAY, max_iter=_LETTER_ROUNDS, tol=None, random_state=1)
    by_letters.fit(rows_of_letters, wanted, sample_weight=weights)
    scale = np.abs(by_letters.coef_).max(axis=1) / 127
    return Model(
        topics=material.topics,
        mean=mean,
        vector_weights=linear.coef_.T.astype(np.float32),
        vector_bias=linear.intercept_.astype(np.float32),
        neighbours=_rough(vectors),
        neighbour_counts=np.bincount(wanted, minlength=len(material.topics)),
        letter_weights=np.round(by_letters.coef_ / scale[:, None]).T.astype(np.int8),
        letter_scale=scale.astype(np.float32),
        letter_bias=by_letters.intercept_.astype(np.float32),
        rarity=rarity.astype(np.float32),
        with_vectors=with_vectors,
        without=without,
        sources=sources,
    )


def _rough(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    most = np.abs(vectors).max(axis=1, keepdims=True) * 0.5
    rough: NDArray[np.int8] = np.round(np.clip(vectors / most, -1, 1) * _ROUGH).astype(np.int8)
    return rough
