"""``kiosk ask``, the assistant as a batch tool, and ``kiosk assistant build``, which makes its model."""

from collections.abc import Mapping
from typing import Any

from cyclopts import App

from ctpat_app.adapters.sentences import sentence_encoder
from ctpat_app.cli.json_lines import BadLine, answer_lines, text_of
from ctpat_app.cli.output import CommandError, say
from ctpat_app.guidance.assistant import Assistant
from ctpat_app.guidance.assistant_model import FILE, load_model, save_model, sources_hash
from ctpat_app.guidance.assistant_phrases import phrases_of
from ctpat_app.guidance.library import load_library
from ctpat_app.settings import Settings

app = App(name="assistant", help="Make the model of the help assistant.")


def make_assistant(*, vectors: bool = True) -> Assistant:
    """Return the assistant as it is served; without ``vectors`` as on a machine that cannot make them."""
    folder = Settings.from_environment().content_folder
    library = load_library(folder) if folder else load_library()
    return Assistant(library, load_model(), sentence_encoder() if vectors else None)


def ask() -> None:
    """Find topics of help: JSON Lines with ``text`` and perhaps ``page`` in; outcome, topic and choices out."""
    assistant = make_assistant()
    answer_lines(lambda asked: ask_line(assistant, asked))


def ask_line(assistant: Assistant, asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Answer one object of ``ask``; the language is told by the text itself, whatever ``lang`` says."""
    _optional(asked, "lang")
    advice = assistant.advise(text_of(asked, "text"), page=_optional(asked, "page"))
    return {
        "outcome": str(advice.outcome),
        "topic": advice.topic,
        "choices": list(advice.choices),
        "confidence": round(advice.confidence, 3),
    }


def _optional(asked: Mapping[str, Any], key: str) -> str:
    if asked.get(key) is None:
        return ""
    found = asked[key]
    if not isinstance(found, str):
        raise BadLine(f"{key}: a text is expected")
    return found


@app.command
def build() -> None:
    """Make the model anew of the topics and phrases; needs the developers' packages and takes some minutes."""
    encode = sentence_encoder()
    if encode is None:
        raise CommandError("The model is made with sentence vectors, which exist for Linux on x86-64 only.")
    try:
        from ctpat_app.cli.assistant_training import read_material, train
    except ImportError as error:
        raise CommandError("scikit-learn is missing. Set up the developers' packages: uv sync --group dev") from error
    library = load_library()
    material = read_material(tuple(library.help_topics), phrases_of(library), encode)
    model = train(material, sources_hash())
    save_model(model)
    load_model.cache_clear()
    say(f"{FILE.name}: {len(material.phrases)} phrases, {FILE.stat().st_size / 1e6:.1f} MB")
    for name, blend in (("with vectors", model.with_vectors), ("letters alone", model.without)):
        say(
            f"{name}: sharpness {blend.sharpness:.2f}, answers from {blend.answer:.2f}, offers from {blend.unknown:.2f}"
        )
