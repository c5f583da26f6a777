"""What the kiosk says to a company about its questionnaires, and about what partners answered."""

from typing import Final

from ctpat_app.words import N_

_QUESTIONNAIRES: Final = {
    "questionnaire.name-missing": N_("Write a name, so that you find the questionnaire again. Partners see it, too."),
    "questionnaire.nothing-ticked": N_("Tick at least one statement: a questionnaire without any asks nothing."),
    "questionnaire.type-unknown": N_("Choose a business type from the list."),
    "questionnaire.retired": N_("Copy this questionnaire to use it again. It was taken out of use."),
    "questionnaire.withdrawn": N_(
        "Tick other statements first. Those of this questionnaire are no longer in the criteria."
    ),
    "questionnaire.changed-meanwhile": N_(
        "Somebody else changed this questionnaire meanwhile. Press again to save yours over it, or load the page anew."
    ),
    "questionnaire.told-added": N_("The questionnaire is saved. Look at it as the partner sees it, then send it."),
    "questionnaire.told-changed": N_("The questionnaire is saved. What was sent before keeps its own copy."),
    "questionnaire.told-copied": N_("This is the copy. Change it as you like."),
    "questionnaire.told-retired": N_("The questionnaire is out of use. What was sent goes on."),
    "questionnaire.copy-name": N_("Copy of {name}"),
}

_SENDING: Final = {
    "inquiry.nobody-chosen": N_("Tick at least one partner."),
    "inquiry.many-at-once": N_("Tick at most {most} partners, and send to the others afterwards."),
    "inquiry.partner-lacks": N_("Add mail address and language in the register first. Something is missing: {names}"),
    "inquiry.lacks-email": N_("No mail address that works"),
    "inquiry.lacks-language": N_("No language in which mails can be sent"),
    "inquiry.open-already": N_("Wait for the answers, or take the other one back. It was sent already to: {names}"),
    "inquiry.due-missing": N_("Choose the day by which you want it."),
    "inquiry.due-past": N_("Choose a day after today: the partner needs time."),
    "inquiry.due-far": N_("Choose a day within the next {most} days."),
    "inquiry.renew-range": N_("Choose a number of months from 0 to {most}."),
    "inquiry.too-many": N_(
        "Go on tomorrow. The people of a company can send partners {most} mails within 24 hours; left now: {left}."
    ),
    "inquiry.partner-removed": N_("Put the partner back into the register first. It was removed from it."),
    "inquiry.renewed-already": N_("Nothing to do: the questionnaire was sent again already."),
    "inquiry.extend-first": N_("Set another due day first. The time of this questionnaire is over."),
    "inquiry.expired": N_("Ask the company that sent it for more time. The time of this questionnaire is over."),
    "inquiry.moved-on": N_("Load the page again. This step does not fit where the questionnaire stands now."),
    "inquiry.changed-meanwhile": N_(
        "Somebody has gone on with this questionnaire meanwhile. Look at how it stands, then press again."
    ),
    "inquiry.told-sent": N_("Sent. Each partner gets a mail with a link of its own. Partners: {count}."),
    "inquiry.told-sent-again": N_("Sent again. The partner is offered its earlier answers."),
    "inquiry.told-link": N_("A new link is on its way. Earlier links do not work any more."),
    "inquiry.told-extended": N_("The new day is set, and the partner is told."),
    "inquiry.told-revoked": N_("The questionnaire is taken back, and the partner is told."),
}

_REVIEW: Final = {
    "inquiry.not-signed": N_("Wait until the partner has signed. Then you can read and judge the answers."),
    "inquiry.english-missing": N_("Write in English what the answer says."),
    "inquiry.answer-changed": N_("Load the page again. The partner has changed this answer."),
    "inquiry.english-changed": N_(
        "Somebody else wrote the English meanwhile. Press again to save yours over it, or load the page anew."
    ),
    "inquiry.grade-changed": N_(
        "Somebody else graded this answer meanwhile. Press again to save yours over it, or load the page anew."
    ),
    "inquiry.grade-missing": N_("Choose how far the answer meets the statement."),
    "inquiry.reason-missing": N_("Write the reason. Whoever reads the result later needs it."),
    "inquiry.nothing-returned": N_("Write beside at least one answer what is to be changed."),
    "inquiry.not-graded": N_("Grade every answer first. Answers without a grade: {count}."),
    "inquiry.outcome-missing": N_("Choose what comes of the questionnaire."),
    "inquiry.no-action": N_("Write down an action first, or accept the answers without any."),
    "inquiry.actions-open": N_("Choose “Accepted with actions”, or decide about the open actions first."),
    "inquiry.finding-missing": N_("Write what you have found."),
    "inquiry.wanted-missing": N_("Write what the partner is to do."),
    "inquiry.decision-missing": N_("Choose what you decide about the action."),
    "inquiry.action-moved-on": N_("Load the page again. Somebody has decided about this action, or it was answered."),
    "inquiry.action-changed": N_("Load the page again. This action has changed meanwhile."),
    "inquiry.not-closed": N_("Close the questionnaire first. Only a result can be kept as evidence."),
    "inquiry.told-english": N_("The English is saved."),
    "inquiry.told-grade": N_("The grade is saved."),
    "inquiry.told-returned": N_("The answers are on their way back to the partner."),
    "inquiry.told-action": N_("The action is written down. The partner is told within the hour."),
    "inquiry.told-decided": N_("Your decision is saved."),
    "inquiry.told-closed": N_("The questionnaire is closed, and the partner is told."),
    "inquiry.told-filed": N_("The result lies in the document exchange."),
    "inquiry.percent": N_("{points} %"),
}

_STATES: Final = {
    "inquiry.state-sent": N_("Sent, not begun"),
    "inquiry.state-begun": N_("The partner is answering"),
    "inquiry.state-signed": N_("Signed, to be reviewed"),
    "inquiry.state-returned": N_("Returned to the partner"),
    "inquiry.state-closed": N_("Closed"),
    "inquiry.state-revoked": N_("Taken back"),
    "inquiry.overdue": N_("Overdue"),
    "inquiry.over": N_("Time is over"),
    "inquiry.outcome-accepted": N_("Accepted"),
    "inquiry.outcome-with-actions": N_("Accepted with actions"),
    "inquiry.outcome-not-accepted": N_("Not accepted"),
    "inquiry.grade-met": N_("Met"),
    "inquiry.grade-partly": N_("Met in part"),
    "inquiry.grade-not-met": N_("Not met"),
    "inquiry.grade-not-applicable": N_("Does not apply"),
    "inquiry.action-open": N_("Open"),
    "inquiry.action-answered": N_("The partner says it is done"),
    "inquiry.action-done": N_("Done"),
    "inquiry.action-dropped": N_("Dropped"),
    "inquiry.decision-done": N_("It is done"),
    "inquiry.decision-again": N_("It is not enough"),
    "inquiry.decision-drop": N_("Drop it"),
}

_EVENTS: Final = {
    "inquiry.event-sent": N_("{who} sent the questionnaire."),
    "inquiry.event-link-made": N_("{who} sent a new link."),
    "inquiry.event-link-revoked": N_("{who} ended the earlier links."),
    "inquiry.event-opened": N_("{who} opened the questionnaire."),
    "inquiry.event-handed-over": N_("{who} handed the questionnaire over to a colleague."),
    "inquiry.event-signed": N_("{who} signed for the partner."),
    "inquiry.event-returned": N_("{who} returned answers to the partner."),
    "inquiry.event-english-written": N_("{who} wrote an English version."),
    "inquiry.event-file-read": N_("{who} read a file of the partner."),
    "inquiry.event-graded": N_("{who} graded an answer."),
    "inquiry.event-closed": N_("{who} closed the questionnaire."),
    "inquiry.event-filed": N_("{who} put the result into the document exchange."),
    "inquiry.event-revoked": N_("{who} took the questionnaire back."),
    "inquiry.event-extended": N_("{who} set another due day."),
    "inquiry.event-action-made": N_("{who} wrote down an action for the partner."),
    "inquiry.event-action-answered": N_("{who} said that an action is done."),
    "inquiry.event-action-decided": N_("{who} decided about an action."),
    "inquiry.event-granted": N_("{who} let a further customer read the answers."),
    "inquiry.event-grant-revoked": N_("{who} ended the reading of a further customer."),
    "inquiry.event-grant-read": N_("A further customer read the answers."),
    "inquiry.event-loaded": N_("{who} loaded answers that were written offline."),
    "inquiry.the-kiosk": N_("The kiosk"),
}

QUESTIONNAIRE_MESSAGES: Final[dict[str, str]] = {**_QUESTIONNAIRES, **_SENDING, **_REVIEW, **_STATES, **_EVENTS}

HISTORY_OF_INQUIRIES: Final[dict[str, str]] = {
    "history.questionnaire.added": N_("{person} put a questionnaire for partners together."),
    "history.questionnaire.changed": N_("{person} changed a questionnaire for partners."),
    "history.questionnaire.retired": N_("{person} took a questionnaire for partners out of use."),
    "history.inquiry.sent": N_("{person} sent a partner a questionnaire."),
    "history.inquiry.link-made": N_("{person} sent a new link to a questionnaire."),
    "history.inquiry.link-revoked": N_("{person} ended the links to a questionnaire."),
    "history.inquiry.returned": N_("{person} returned answers to a partner."),
    "history.inquiry.english-written": N_("{person} wrote the English version of a partner's answer."),
    "history.inquiry.file-read": N_("{person} read a file of a partner."),
    "history.inquiry.graded": N_("{person} graded the answer of a partner."),
    "history.inquiry.closed": N_("{person} closed the questionnaire of a partner."),
    "history.inquiry.filed": N_("{person} kept the questionnaire of a partner as evidence."),
    "history.inquiry.revoked": N_("{person} took a questionnaire back from a partner."),
    "history.inquiry.extended": N_("{person} gave a partner another day for a questionnaire."),
    "history.inquiry.action-made": N_("{person} wrote down what a partner is to put right."),
    "history.inquiry.action-decided": N_("{person} decided about what a partner put right."),
}
