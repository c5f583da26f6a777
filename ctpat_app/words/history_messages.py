"""What a company reads in its history: one whole sentence for each action, and the words around it."""

from typing import Final

from ctpat_app.words import N_

_PEOPLE: Final = {
    "history.officer.declared": N_("{person} declared to be the officer of the company."),
    "history.officer.stepped-down": N_("{person} gave up the office of officer."),
    "history.member.job-title-changed": N_("{person} changed the job title of a member."),
    "history.member.telephone-changed": N_("{person} changed the telephone number of a member."),
    "history.member.removed": N_("{person} took a member out of the company."),
    "history.member.left": N_("{person} left the company."),
    "history.invitation.sent": N_("{person} invited somebody to the company."),
    "history.invitation.withdrawn": N_("{person} withdrew an invitation."),
    "history.invitation.accepted": N_("{person} accepted an invitation and joined the company."),
    "history.handover.offered": N_("{person} offered the office of officer to a colleague."),
    "history.handover.accepted": N_("{person} accepted the office of officer."),
    "history.handover.declined": N_("{person} declined the office of officer."),
    "history.handover.taken-back": N_("{person} took back the offer of the office of officer."),
}

_APPLICATION: Final = {
    "history.application.started": N_("{person} began an application."),
    "history.application.sent": N_("{person} signed and sent an application."),
    "history.answer.saved": N_("{person} saved answers in an application."),
    "history.answer.taken-over": N_("{person} took over answers of an earlier application."),
    "history.answer.confirmed": N_("{person} confirmed answers that were taken over."),
    "history.row.added": N_("{person} added entries to a list in an application."),
    "history.row.deleted": N_("{person} removed entries from a list in an application."),
    "history.row.restored": N_("{person} put an entry back into a list in an application."),
    "history.agreement.signed": N_("{person} signed an agreement."),
    "history.agreement.withdrawn": N_("{person} withdrew a signature."),
    "history.merge.text-chosen": N_("{person} chose between two texts of merged security models."),
    "history.draft.moved": N_("{person} took an application over to the newest questions."),
    "history.draft.unused": N_("The kiosk mailed a warning: an application has not been worked on for long."),
    "history.draft.kept": N_("{person} asked to keep an application that had not been worked on."),
    "history.draft.removed": N_("The kiosk removed an application that had not been worked on. It can be taken back."),
    "history.draft.taken-back": N_("{person} took back an application that had been removed."),
    "history.draft.purged": N_("The kiosk deleted for good an application that nobody had taken back."),
}

_COMPANY: Final = {
    "history.trade-account.created": N_("{person} created the trade account."),
    "history.trade-account.changed": N_("{person} changed a fact of the company."),
    "history.address.added": N_("{person} added an address."),
    "history.address.changed": N_("{person} changed an address."),
    "history.address.confirmed": N_("{person} answered whether a doubtful address is right."),
    "history.address.removed": N_("{person} removed an address."),
    "history.link.requested": N_("{person} asked for a link with another company."),
    "history.link.agreed": N_("{person} agreed to a link between two companies."),
    "history.link.declined": N_("{person} declined a link between two companies."),
    "history.link.withdrawn": N_("{person} undid a request for a link between two companies."),
    "history.link.done": N_("The link between two companies took effect."),
    "history.link.failed": N_("The link between two companies could not take effect."),
    "history.delink.requested": N_("{person} asked to end a link between two companies."),
    "history.delink.withdrawn": N_("{person} undid the request to end a link between two companies."),
    "history.delink.done": N_("The link between two companies ended."),
    "history.delink.failed": N_("The link between two companies could not be ended."),
    "history.merge.requested": N_("{person} asked to merge two security models."),
    "history.merge.agreed": N_("{person} approved the merge of two security models."),
    "history.merge.declined": N_("{person} declined the merge of two security models."),
    "history.merge.withdrawn": N_("{person} undid the request to merge two security models."),
    "history.merge.done": N_("The merge of two security models took effect."),
    "history.merge.failed": N_("The merge of two security models could not take effect."),
    "history.split.requested": N_("{person} asked to split a security model."),
    "history.split.agreed": N_("{person} approved the split of a security model."),
    "history.split.declined": N_("{person} declined the split of a security model."),
    "history.split.withdrawn": N_("{person} undid the request to split a security model."),
    "history.split.done": N_("The split of a security model took effect."),
    "history.split.failed": N_("The split of a security model could not take effect."),
    "history.merge-accounts.requested": N_("{person} asked to merge two companies."),
    "history.merge-accounts.agreed": N_("{person} agreed to the merge of two companies."),
    "history.merge-accounts.declined": N_("{person} declined the merge of two companies."),
    "history.merge-accounts.withdrawn": N_("{person} undid the request to merge two companies."),
    "history.merge-accounts.done": N_("The merge of two companies took effect."),
    "history.merge-accounts.failed": N_("The merge of two companies could not take effect."),
    "history.split-account.requested": N_("{person} asked to split the company."),
    "history.split-account.agreed": N_("{person} agreed to the split of the company."),
    "history.split-account.declined": N_("{person} declined the split of the company."),
    "history.split-account.withdrawn": N_("{person} undid the request to split the company."),
    "history.split-account.done": N_("The split of the company took effect."),
    "history.split-account.failed": N_("The split of the company could not take effect."),
    "history.trade-account.closed": N_("The company was closed: it is part of another one now."),
    "history.trade-account.took-over": N_("The company took over another one with its people and models."),
    "history.trade-account.split": N_("A part of the company became a company of its own."),
}

_STAFF: Final = {
    "history.company.seen-by-staff": N_("{person} looked at the company: facts, people and applications, no answers."),
    "history.history.seen-by-staff": N_("{person} read this history."),
    "history.request.seen-by-staff": N_("{person} looked at a request of the company."),
    "history.specialist.assigned": N_("{person} assigned a specialist to the company."),
    "history.specialist.unassigned": N_("{person} took the company from its specialist."),
}

SENTENCES: Final[dict[str, str]] = {**_PEOPLE, **_APPLICATION, **_COMPANY, **_STAFF}

_WORDS: Final = {
    "history.kiosk": N_("The kiosk"),
    "history.outside": N_("Somebody of another company"),
    "history.staff": N_("CTPAT staff"),
    "history.staff-specialist": N_("A CTPAT specialist"),
    "history.staff-supervisor": N_("A CTPAT supervisor"),
    "history.staff-headquarters": N_("CTPAT headquarters"),
    "history.staff-help-desk": N_("The help desk"),
    "history.staff-library-admin": N_("A library administrator"),
    "history.staff-content-editor": N_("A content editor"),
    "history.as-officer": N_("Acted for {company} as officer"),
    "history.as-employee": N_("Acted for {company} as employee"),
    "history.as-consultant": N_("Acted for {company} as a consultant"),
    "history.as-trade-user": N_("Acted for {company} as a user"),
    "history.concerned": N_("Person concerned: {name}"),
    "history.times": N_("Times on this day: {count}"),
    "history.field": N_("What was changed: {field}"),
    "history.field-legal-name": N_("Legal name"),
    "history.field-trade-name": N_("Trade name"),
    "history.field-country": N_("Country of registration"),
    "history.field-telephone": N_("Telephone"),
    "history.field-website": N_("Website"),
    "history.field-description": N_("What the company does"),
}

_ASSIGNMENTS: Final = {
    "assignment.part-short": N_(
        "Type at least {least} characters of the company's name, as they stand together in it."
    ),
    "assignment.none": N_("No company has this in its name."),
    "assignment.found": N_("Companies found: {count}"),
    "assignment.more": N_("There are {count} more. Type more of the name."),
    "assignment.no-specialist": N_("Choose another specialist. This person does not hold that role now."),
    "assignment.own-company": N_("Choose another specialist. This one belongs to the company."),
    "assignment.already": N_("Nothing to do: this specialist looks after the company already."),
    "assignment.changed-meanwhile": N_("Look for the company again. Somebody changed who looks after it meanwhile."),
    "assignment.reason-missing": N_("Write in a few words why. The supervisors after you read it."),
    "assignment.done": N_("{company} has a specialist now: {name}. The company sees it in its history."),
    "assignment.ended": N_("{company} has no specialist now. The company sees it in its history."),
    "staff.specialist-load": N_("{name} (companies: {count})"),
    "staff.role-specialist": N_("Specialist"),
    "staff.role-supervisor": N_("Supervisor"),
    "staff.role-headquarters": N_("Headquarters"),
    "staff.role-help-desk": N_("Help desk"),
    "staff.role-library-admin": N_("Library administrator"),
    "staff.role-content-editor": N_("Content editor"),
}

HISTORY_MESSAGES: Final[dict[str, str]] = {**SENTENCES, **_WORDS, **_ASSIGNMENTS}
