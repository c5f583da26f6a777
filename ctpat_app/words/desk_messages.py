"""What the desk says: kinds of work and their clocks, milestones, assignments, watch lists, figures."""

from typing import Final

from ctpat_app.words import N_

_WORK: Final = {
    "desk.work-application": N_("Application to decide"),
    "desk.work-changes": N_("Changed profile to review"),
    "desk.work-annual-review": N_("Annual review to look at"),
    "desk.work-annual-overdue": N_("Annual review that was not sent in time"),
    "desk.work-first-validation": N_("First validation"),
    "desk.work-revalidation": N_("Revalidation"),
    "desk.work-request": N_("Request to merge or split"),
    "desk.work-message": N_("Message to answer"),
    "desk.work-identifier-change": N_("Change of a locked number to decide"),
    "desk.work-aeo-registration": N_("Registration of an EU AEO to decide"),
    "desk.work-appeal": N_("Appeal to decide"),
    "desk.work-standing-proposal": N_("Proposed decision about a membership"),
    "desk.work-letter-answer": N_("Answer of a suspended company"),
    "desk.work-count": N_("{work} ({count})"),
    "desk.clock": N_("{passed} of {total} days; days left: {left}"),
    "desk.clock-today": N_("{passed} of {total} days; due today"),
    "desk.clock-over": N_("Days over: {over}"),
    "desk.clock-open": N_("Days it has waited: {passed}"),
    "desk.due": N_("Due on {day}"),
    "desk.found": N_("Cases found: {count}"),
    "desk.overdue": N_("Past the due day: {count}"),
    "desk.soon": N_("Due within 14 days: {count}"),
    "desk.waiting": N_("Waiting: {count}"),
}

_FILE: Final = {
    "desk.milestone-sent": N_("Sent to CTPAT"),
    "desk.milestone-review-begun": N_("Review begun"),
    "desk.milestone-certified": N_("Certified by CTPAT"),
    "desk.milestone-validated": N_("Validated by CTPAT"),
    "desk.milestone-suspended": N_("Membership suspended"),
    "desk.milestone-ended": N_("Application or membership ended"),
    "desk.milestone-decision-due": N_("Decision due"),
    "desk.milestone-validation-due": N_("First validation due"),
    "desk.milestone-revalidation-due": N_("Revalidation due"),
    "desk.milestone-window-opens": N_("Window of the annual review opens"),
    "desk.milestone-annual-review-due": N_("Annual review due"),
    "desk.section-messages": N_("Messages of the company"),
    "desk.section-numbers": N_("Changes of locked numbers"),
    "desk.section-aeo": N_("Registrations of an EU AEO"),
    "desk.section-documents": N_("Documents"),
    "desk.section-actions": N_("Actions that are not closed"),
    "desk.section-training": N_("Register of training"),
    "desk.section-count": N_("Number: {count}"),
    "desk.section-waiting": N_("Number: {count}; waiting for staff: {waiting}"),
    "desk.request-link": N_("A link with another company"),
    "desk.request-delink": N_("End of a link with another company"),
    "desk.request-merge": N_("Merge of two security models"),
    "desk.request-split": N_("Split of a security model"),
    "desk.request-merge-accounts": N_("Merge of two companies"),
    "desk.request-split-account": N_("Split of the company"),
    "company.role-primary-contact": N_("Primary point of contact"),
    "desk.by": N_("By: {person}"),
}

_ASSIGNING: Final = {
    "assignment.none-chosen": N_("Tick at least one company and choose its specialist."),
    "assignment.several-done": N_("Companies that have a specialist now: {count}. They were told."),
    "assignment.several-refused": N_("{company}: {reason}"),
    "assignment.load": N_("{name} (open cases: {count})"),
    "assignment.more-waiting": N_("Companies that wait beside these: {count}. They follow when these are assigned."),
}

_WATCHING: Final = {
    "watch.until-past": N_("Choose today or a later day. A watch list looks ahead."),
    "watch.begun": N_("You watch this company now. You are told when something happens there."),
    "watch.ended": N_("You do not watch {company} any more."),
}

_FIGURES: Final = {
    "figures.period-backwards": N_("Choose an end that is not before the beginning."),
    "figures.day-shape": N_("Write each day as year, month and day, such as 2026-03-31."),
    "figures.age-0": N_("Up to 30 days"),
    "figures.age-1": N_("31 to 60 days"),
    "figures.age-2": N_("61 to 90 days"),
    "figures.age-3": N_("More than 90 days"),
    "figures.days": N_("Median days: {days}; applications: {count}"),
    "figures.count": N_("Number: {count}"),
    "figures.unknown-language": N_("Not known"),
    "figures.unknown-type": N_("Business type that is offered no more"),
    "figures.part": N_("Another part of the application"),
    "sheet.figures": N_("Figures of the program"),
    "sheet.figure": N_("Figure"),
    "sheet.group": N_("Group"),
    "sheet.value": N_("Value"),
    "sheet.figure-age": N_("Cases by how long they have waited"),
    "sheet.figure-overdue": N_("Cases over their day"),
    "sheet.figure-certified": N_("Applications certified in the period"),
    "sheet.figure-median": N_("Median days from sending to certifying"),
    "sheet.figure-ninety": N_("Days within which nine of ten were certified"),
    "sheet.figure-within": N_("Certified within 90 days"),
    "sheet.figure-returned": N_("Reviews in which it was returned"),
    "sheet.figure-reviews": N_("Annual reviews due"),
    "sheet.figure-validations": N_("Validations due"),
}

DESK_MESSAGES: Final[dict[str, str]] = {**_WORK, **_FILE, **_ASSIGNING, **_WATCHING, **_FIGURES}
