"""A form that is sent as a whole: what stands in its fields, what was refused, and what was done."""

import reflex as rx

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.guidance.views import ProblemView
from ctpat_app.state.access import server_only
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import refusal_text

Typed = dict[str, str | bool | None]
"""What a form sends, by the names of its fields."""


class PlainForm(rx.State, mixin=True):
    """Fields are uncontrolled: what was typed stays in the browser until ``form_key`` changes."""

    values: dict[str, str] = {}
    """What the fields begin with, by the ids of the controls."""
    form_key: str = ""
    """Changes when the fields are to show ``values`` again."""
    problems: dict[str, str] = {}
    """What was refused, by the id of the control."""
    faults: list[ProblemView] = []
    attempt: int = 0
    told: str = ""
    """What was done last."""

    @server_only
    def clear_problems(self) -> None:
        """Take away what was told about an earlier attempt."""
        self.problems, self.faults, self.told, self.attempt = {}, [], "", 0

    @server_only
    async def refuse(self, form: str, refusal: Refusal, *, field: str = "form") -> None:
        """Show why ``form`` was refused, beside its fields and in the summary on top.

        Args:
            form: the first part of the ids of its controls.
            refusal: what the use case said.
            field: which field it is about when it names none; ``form`` is the form as a whole.
        """
        session = await self.get_state(SessionState)
        self.told = ""
        if isinstance(refusal, NotPermitted):
            session.tell(refusal.code)
            return
        found = refusal.faults if isinstance(refusal, FormFaults) else {field: refusal}
        texts = {f"{form}-{name}": refusal_text(fault, session.language) for name, fault in found.items()}
        codes = [fault.code for fault in found.values()]
        self.problems = texts
        self.faults = [ProblemView(text, name, code) for (name, text), code in zip(texts.items(), codes, strict=True)]
        self.attempt += 1
