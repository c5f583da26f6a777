"""What the reviewer says about an answer: what it found, why that matters, and what to add."""

from typing import Final

from ctpat_app.words import N_

REVIEW_MESSAGES: Final = {
    "review.empty": N_("Write an answer. Nothing stands here yet, and an empty statement sends the profile back."),
    "review.not-applicable-without-reason": N_(
        "Say why it does not apply to your company. Without a reason the specialist has to ask."
    ),
    "review.too-generic": N_(
        "Tell what really happens at your site: who does it, how often, which record is kept, and what follows when "
        "something is wrong. This answer could stand in any profile."
    ),
    "review.lacks-who": N_("Name who does it, by job title. The specialist asks who is responsible."),
    "review.lacks-frequency": N_("Say how often it is done, or at which event: daily, each March, before loading."),
    "review.lacks-records": N_(
        "Say what is written down and how long it is kept. A measure without a record is hard to prove."
    ),
    "review.lacks-escalation": N_("Say what happens when something is wrong: who is told, how fast, and what is done."),
    "review.repeated-response": N_(
        "Write an answer of its own. Nearly the same text stands at statement {criterion}, and copies are sent back."
    ),
    "review.restates-criterion": N_(
        "Say how you do it. This answer repeats the statement, which shows that it was read, not that it is done."
    ),
    "review.placeholder": N_("Finish this answer. It still holds “{words}”, which looks like a note to yourself."),
    "review.copied-sample": N_(
        "Write about your own company. This answer is the sample of an invented one, and specialists know the samples."
    ),
    "review.missing-evidence": N_(
        "Attach a document that shows it. This statement is a must, and a claim without evidence is often sent back."
    ),
    "review.outdated-evidence": N_(
        "Attach a newer document. “{words}” is older than {months} months, so it no longer shows what is done today."
    ),
    "review.wrong-section-evidence": N_(
        "Look where this document belongs. “{words}” does not show this statement, so it may count as missing."
    ),
    "review.wrong-entity-type": N_(
        "Write about your own business. “{words}” sounds like another kind of company than the one that applies."
    ),
    "review.not-in-english": N_(
        "Add an English version. Specialists read English; you may keep the answer in your own language beside it."
    ),
    "review.sensitive-data": N_(
        "Take out the secret or personal number ({kind}). Many people read a profile, and nobody needs it."
    ),
    # What becomes of a finding, and of looking at them.
    "review.reason-missing": N_("Write in a few words why it does not fit. The specialist reads your reason."),
    "review.finding-gone": N_("Look again: the answer was changed meanwhile, and this advice is no longer there."),
    "review.not-sent": N_("This application is not sent yet. Its answers can be read when the company has sent it."),
}

FINDING_NAMES: Final = {
    "empty": N_("No answer"),
    "not-applicable-without-reason": N_("Does not apply, without a reason"),
    "too-generic": N_("Too general"),
    "lacks-who": N_("Does not say who"),
    "lacks-frequency": N_("Does not say how often"),
    "lacks-records": N_("Names no record"),
    "lacks-escalation": N_("Does not say what happens when something is wrong"),
    "repeated-response": N_("Copy of another answer"),
    "restates-criterion": N_("Repeats the statement"),
    "placeholder": N_("Template left in"),
    "missing-evidence": N_("No evidence"),
    "outdated-evidence": N_("Evidence too old"),
    "wrong-section-evidence": N_("Evidence of another section"),
    "wrong-entity-type": N_("About another kind of company"),
    "not-in-english": N_("Not in English"),
    "sensitive-data": N_("Secret or personal number"),
}
"""What each finding is called where they are counted."""

SECRET_KINDS: Final = {
    "ssn": N_("a Social Security number"),
    "password": N_("a password"),
    "code": N_("a door or alarm code"),
    "private key": N_("a private key"),
    "access key": N_("an access key"),
    "account number": N_("a bank account number"),
    "card number": N_("a payment card number"),
    "passport": N_("a passport number"),
    "birth date": N_("a date of birth"),
    "personal number": N_("a personal number"),
    "driving licence": N_("the number of a driving licence"),
}
