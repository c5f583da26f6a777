"""Texts of live walk-throughs with the help desk."""

from typing import Final

from ctpat_app.words import N_

WALK_MESSAGES: Final = {
    "walk.over": N_("This walk-through is over. Ask for a new code to begin another one."),
    "walk.code-unknown": N_(
        "Nobody waits with this code. Ask for a new one: a code holds for 10 minutes and for one use."
    ),
    "walk.code-shape": N_("A code has six letters and digits. Type it as you heard it."),
    "walk.too-many-codes": N_("Too many codes were tried. Wait ten minutes, then ask for a new code."),
    "walk.too-many-offers": N_("You asked for many codes. Wait ten minutes, then ask again."),
    "walk.too-many": N_("So much was said in this walk-through that it is full. Stop it and begin another one."),
    "walk.unknown-field": N_("This field is not on the page any more. Choose another one."),
    "walk.unknown-page": N_("This page cannot be opened from here. Choose another one."),
    "walk.unknown-phrase": N_("This phrase is not there any more. Choose another one."),
    "walk.text-missing": N_("Write something first, or choose one of the phrases."),
    "walk.helper": N_("{name}, {role}"),
    "walk.helper-number": N_("staff number {number}, {role}"),
    "walk.points": N_("The help desk points at a field of this page."),
    "walk.points-with": N_("The help desk points at a field of this page and says: {note}"),
    "walk.proposes": N_("The help desk proposes to open a page: {page}"),
    "walk.said-new": N_("The help desk says: {text}"),
    "walk.ended-person": N_("The person ended the walk-through. Nothing more is shown."),
    "walk.ended-helper": N_("The help desk ended the walk-through. Nothing more is shown."),
    "walk.ended-refused": N_("The person did not want anybody to look on. Nothing was shown."),
    "walk.ended-expired": N_("The code was not used, or not answered, in time. Nothing was shown."),
    "walk.ended-signed-out": N_("The walk-through is over, because somebody signed out. Nothing more is shown."),
    "walk.ended-idle": N_("The walk-through is over, because nothing happened for 15 minutes. Nothing more is shown."),
    "walk.ended-time": N_("The walk-through is over: it lasts 60 minutes at most. Nothing more is shown."),
    "walk.you-ended": N_("You ended it. The help desk sees nothing more."),
    "walk.you-refused": N_("You did not allow it. The help desk saw nothing."),
    "walk.place-home": N_("Your applications"),
    "walk.place-application": N_("Parts of the application"),
    "walk.place-check": N_("Check your answers"),
    "walk.place-readiness": N_("How ready the application is"),
    "walk.place-trade-account": N_("Trade account"),
    "walk.place-documents": N_("Documents"),
    "walk.place-risk-assessments": N_("Risk assessments"),
    "walk.place-messages": N_("Messages with CTPAT"),
    "walk.place-history": N_("History of the company"),
    "walk.place-security": N_("Signing in and security"),
    "walk.place-check-browser": N_("Check my browser"),
    "walk.place-apply": N_("A part of the application"),
    "walk.place-risk": N_("A part of the risk assessment"),
    "walk.place-profile": N_("A statement of the security profile"),
    "walk.place-other": N_("Another page of the kiosk"),
    "walk.place-part": N_("Part: {part}"),
    "walk.place-statement": N_("Statement {number}: {name}"),
}

HISTORY_OF_WALKS: Final = {
    "history.walk-through.offered": N_("{person} asked the help desk to look on."),
    "history.walk-through.asked": N_("{person} asked to look on, with the code that was given."),
    "history.walk-through.allowed": N_("{person} allowed the help desk to look on."),
    "history.walk-through.refused": N_("{person} did not allow the help desk to look on."),
    "history.walk-through.pointed": N_("{person} pointed at fields for somebody of the company."),
    "history.walk-through.page-proposed": N_("{person} proposed to open a page."),
    "history.walk-through.ended": N_("The walk-through with the help desk ended."),
}
