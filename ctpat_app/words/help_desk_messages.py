"""What the help desk says: known problems, its queue and cases, its figures."""

from typing import Final

from ctpat_app.words import N_

_KNOWN_PROBLEMS: Final = {
    "known-problem.english-missing": N_(
        "Write title and text in English. They are shown where there are no words in the reader's language."
    ),
    "known-problem.title-missing": N_("Write a title in this language too. The text stands below it."),
    "known-problem.text-missing": N_("Write what to do meanwhile. The title alone does not help."),
    "known-problem.pages-missing": N_("Choose at least one page, or the whole kiosk."),
    "known-problem.until-past": N_("Choose an end that is still ahead, and after the beginning."),
    "known-problem.moment-shape": N_("Write day and time such as 2026-03-31T14:30."),
    "known-problem.changed-meanwhile": N_(
        "Load the page again. Somebody changed this problem meanwhile, and nothing of yours was saved."
    ),
    "known-problem.solved-already": N_("Write a new problem. This one is solved."),
    "known-problem.not-a-draft": N_("Look at the list again. This problem is published already."),
    "known-problem.not-published": N_("Look at the list again. This problem is not on show."),
    "known-problem.over": N_("Load the page again. This problem is not on show any more."),
    "known-problem.told-saved": N_("The problem is saved."),
    "known-problem.told-published": N_("The problem is published. It stands on the pages that you chose."),
    "known-problem.told-solved": N_("Solved: the notice is gone. People who were told: {count}"),
    "known-problem.since": N_("Since {moment}."),
    "known-problem.until": N_("Until {moment}."),
    "known-problem.solved-at": N_("Solved on {moment}."),
    "known-problem.followers": N_("People who wait to be told: {count}"),
    "known-problem.whole-kiosk": N_("The whole kiosk"),
}

_STATES: Final = {
    "help-desk.state-new": N_("New"),
    "help-desk.state-open": N_("Not solved yet"),
    "help-desk.state-waiting-for-person": N_("Waits for the person"),
    "help-desk.state-solved": N_("Solved"),
    "help-desk.state-closed": N_("Closed"),
    "help-desk.state-merged": N_("Goes on in another case"),
    "help-desk.priority-low": N_("Low priority"),
    "help-desk.priority-normal": N_("Normal priority"),
    "help-desk.priority-high": N_("High priority"),
    "help-desk.priority-urgent": N_("Urgent"),
    "help-desk.kind-unknown": N_("A kind of problem that is offered no more"),
    "help-desk.topic-unknown": N_("A topic that is offered no more"),
}

_QUEUE: Final = {
    "help-desk.found": N_("Cases found: {count}"),
    "help-desk.unsolved": N_("Not solved: {count}"),
    "help-desk.unowned": N_("Nobody has it yet: {count}"),
    "help-desk.late": N_("Answer is late: {count}"),
    "help-desk.soon": N_("Answer is due within the hour: {count}"),
    "help-desk.mine": N_("Mine: {count}"),
    "help-desk.due-at": N_("Answer due by {moment}"),
    "help-desk.late-since": N_("Answer late since {moment}"),
    "help-desk.opened-at": N_("Opened on {moment}"),
    "help-desk.nameless": N_("A person without a name"),
    "help-desk.owner": N_("Has it: {name}"),
    "help-desk.no-owner": N_("Nobody has it yet"),
    "help-desk.mail-known": N_("Answers go by mail to {address} and to the page of the report."),
    "help-desk.mail-unknown": N_("The person gave no mail address, and reads answers on the page of the report."),
}

_CASE: Final = {
    "help-desk.text-missing": N_("Write something first. The field is empty."),
    "help-desk.day-missing": N_("Choose the day by which the help desk writes again. The answer names it."),
    "help-desk.day-past": N_("Choose today or a later day. The person waits for it."),
    "help-desk.day-far": N_("Choose a day within the next 60 days. Nobody should wait for longer."),
    "help-desk.canned-missing": N_("Choose a ready answer first."),
    "help-desk.canned-unknown": N_("Choose the answer again. It is not offered any more."),
    "help-desk.changed-meanwhile": N_(
        "Read the case again, then repeat it. Somebody wrote or changed something meanwhile; your text still stands."
    ),
    "help-desk.no-colleague": N_("Choose somebody of the help desk. This person does not work there any more."),
    "help-desk.step-unknown": N_("Choose what becomes of the case: not solved yet, waiting for the person, or solved."),
    "help-desk.priority-missing": N_("Choose a priority."),
    "help-desk.code-unknown": N_("Check the code of the other case. There is none with it."),
    "help-desk.merge-itself": N_("Enter the code of another case. This is the code of this one."),
    "help-desk.merge-ended": N_("Choose a case that is not solved or closed yet. This one cannot go on there."),
    "help-desk.told-taken": N_("The case is yours."),
    "help-desk.told-handed-over": N_("The case is handed over."),
    "help-desk.told-priority": N_("The priority is changed, and the time to the answer with it."),
    "help-desk.told-answered": N_("The answer is sent."),
    "help-desk.told-noted": N_("The note is kept. Only the help desk reads it."),
    "help-desk.told-closed": N_("The case is closed."),
    "help-desk.told-reopened": N_("The case is open again."),
    "help-desk.told-merged": N_(
        "This case goes on in the other one. Each person reads the answers under their own code."
    ),
    "help-desk.by-person": N_("The person, {moment}"),
    "help-desk.by-named-person": N_("{name}, {moment}"),
    "help-desk.by-staff": N_("{name} of the help desk, {moment}"),
    "help-desk.by-kiosk": N_("The kiosk, {moment}"),
    "help-desk.noted-by": N_("Note of {name}, {moment}"),
    "help-desk.of-case": N_("Written in case {code}"),
    "help-desk.no-translation": N_("There is no {language} version yet. The person gets it in English."),
    "help-desk.other-people": N_("It also goes to people whose cases go on here, each in their language: {count}"),
    "help-desk.event": N_("{moment}: {what}"),
    "help-desk.event-by": N_("{moment}, {person}: {what}"),
    "help-desk.did-opened": N_("opened"),
    "help-desk.did-added": N_("the person wrote"),
    "help-desk.did-reopened": N_("the person opened it again"),
    "help-desk.did-solved-by-person": N_("the person says that it is solved"),
    "help-desk.did-taken": N_("taken"),
    "help-desk.did-handed-over": N_("handed over to a colleague"),
    "help-desk.did-put-back": N_("put back for whoever comes first"),
    "help-desk.did-priority-changed": N_("priority changed"),
    "help-desk.did-answered": N_("answered, the help desk goes on"),
    "help-desk.did-asked-person": N_("answered, the person goes on"),
    "help-desk.did-solved-by-desk": N_("answered and solved"),
    "help-desk.did-noted": N_("a note was written"),
    "help-desk.did-closed": N_("closed"),
    "help-desk.did-closed-by-time": N_("closed, since the person did not answer"),
    "help-desk.did-reopened-by-desk": N_("opened again"),
    "help-desk.did-merged": N_("goes on in another case"),
    "help-desk.did-took-over": N_("took another case over"),
    "help-desk.did-picture-read": N_("a picture was looked at"),
    "help-desk.did-something": N_("something else happened"),
}

_FIGURES: Final = {
    "help-figures.count": N_("Number: {count}"),
    "help-figures.no-page": N_("No page that the help knows"),
    "help-figures.step": N_("{topic}, step {step}"),
    "help-figures.left": N_("Shown {shown} times, left without a word {left} times"),
    "help-figures.hours": N_("Half of them within {median} hours, nine of ten within {ninety} hours"),
    "help-figures.minutes": N_("Half of them within {median} minutes, nine of ten within {ninety} minutes"),
    "help-figures.nothing": N_("No case was answered in this time."),
    "help-sheet.title": N_("Figures of the help"),
    "help-sheet.language": N_("Language"),
    "help-sheet.topics": N_("Topics opened"),
    "help-sheet.solved": N_("Topics that helped"),
    "help-sheet.unsolved": N_("Topics that did not help"),
    "help-sheet.not-it": N_("Topics that were not meant"),
    "help-sheet.left": N_("Steps left without a word"),
    "help-sheet.step-shown": N_("Steps shown"),
    "help-sheet.unknown": N_("Questions without an answer, by page"),
    "help-sheet.cases": N_("Cases by kind and state"),
    "help-sheet.first-answer": N_("Median minutes to the first answer"),
    "help-sheet.first-answer-ninety": N_("Minutes within which nine of ten got the first answer"),
    "help-sheet.answered": N_("Cases answered"),
    "help-sheet.breaches": N_("Cases whose first answer was late"),
    "help-sheet.waiting-late": N_("Cases whose answer is late now"),
}

HELP_DESK_MESSAGES: Final[dict[str, str]] = {**_KNOWN_PROBLEMS, **_STATES, **_QUEUE, **_CASE, **_FIGURES}
