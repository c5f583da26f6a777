"""What the kiosk says about watching the status of partners (SVI)."""

from typing import Final

from ctpat_app.words import N_

SVI_MESSAGES: Final[dict[str, str]] = {
    "svi.not-in-good-standing": N_(
        "Come back once the company is certified. Only members in good standing take part in SVI."
    ),
    "svi.not-joined": N_("Join SVI first: only companies that signed its agreement take part."),
    "svi.partner-unknown": N_("Search again. This company cannot be found among the participants now."),
    "svi.own-company": N_("Choose another company. You see the status of your own on its pages."),
    "svi.declined-before": N_(
        "Ask your contact at this company to allow requests again. It declined an earlier request of yours."
    ),
    "svi.asked-already": N_("Nothing to do: there is a request or a link of this kind already."),
    "svi.too-many": N_("Go on tomorrow. A company can send {most} requests within 24 hours."),
    "svi.request-over": N_("Load the page again. This request or link was answered or ended meanwhile."),
    "svi.joined": N_("You take part in SVI now. Other participants can send you requests."),
    "svi.saved": N_("The settings are saved. They hold from now on."),
    "svi.left": N_("You no longer take part in SVI. Links ended: {count}."),
    "svi.sent": N_("The request is on its way to {partner}."),
    "svi.sent-accepted": N_("{partner} accepts requests by itself. You are linked now."),
    "svi.accepted": N_("Accepted. {partner} is told."),
    "svi.declined": N_("Declined. {partner} can send no further request until you allow it again."),
    "svi.taken-back": N_("The request is taken back. {partner} sees it no longer."),
    "svi.revoked": N_("The link has ended, and {partner} is told."),
    "svi.block-lifted": N_("{partner} can send you requests again."),
    "svi.ended-left": N_("Your company left SVI. All links ended. The officer can join again at any time."),
    "svi.ended-merged": N_("This security model was merged into another one. Its links went on with that one."),
    "outcome.watchers": N_("Partners who watch its status then: {count}."),
    "svi.ended-standing": N_(
        "Your company lost its good standing, and SVI ended for it. "
        "Once the standing is back, the officer can join again."
    ),
    "svi.state-pending": N_("Request waits"),
    "svi.state-sent": N_("Sent, waits for the partner"),
    "svi.state-received": N_("Received, waits for your answer"),
    "svi.state-accepted": N_("Linked"),
    "svi.state-declined": N_("Request declined"),
    "svi.state-ended-by-us": N_("Link ended by your company"),
    "svi.state-ended-by-them": N_("Link ended by the partner"),
    "svi.state-broken": N_("Ended, the partner or your company left SVI"),
    "svi.shared-nothing": N_("Nothing entered"),
    "svi.shared-business-types": N_("Business types"),
    "svi.shared-country": N_("Country of registration"),
    "svi.shared-address": N_("First address"),
    "svi.shared-website": N_("Website"),
    "svi.shared-contact-name": N_("Primary contact"),
    "svi.shared-contact-email": N_("Email address of the contact"),
    "svi.shared-contact-telephone": N_("Telephone of the contact"),
    "sheet.svi": N_("Partners"),
    "sheet.list": N_("List"),
    "sheet.partner": N_("Partner"),
    "sheet.country": N_("Country of registration"),
    "sheet.link": N_("Link or request"),
    "sheet.status": N_("Status now"),
    "sheet.since": N_("Since"),
    "sheet.watching-me": N_("Partners monitoring you"),
    "sheet.i-watch": N_("Partners you are monitoring"),
    "svi.found": N_("Companies found: {count}"),
    "svi.found-more": N_("More than {count} companies found. Type more of the name."),
    "svi-letter.partner-unknown": N_("Choose again. This partner was taken out of your register meanwhile."),
    "svi-letter.addressee-missing": N_("Write to whom the mail is addressed: a person or a company."),
    "svi-letter.language-missing": N_("Choose in which language the mail is written."),
    "svi-letter.link": N_(
        "Take out addresses of pages and mails. The only link of the mail is the one to check your status."
    ),
    "svi-letter.sent-today": N_("Send it tomorrow. This address got a mail of your company within the last 24 hours."),
    "svi-letter.too-many": N_("Go on tomorrow. A company can send {most} certification mails within 24 hours."),
    "svi-letter.changed": N_(
        "Look at the preview again. The name or status of your company has changed since, or a new day has begun."
    ),
    "svi-letter.over": N_("Write a new mail. This one was withdrawn or has ended."),
    "svi-letter.sent": N_("The mail is on its way to {address}."),
    "svi-letter.withdrawn": N_("Withdrawn. Its link says nothing about your company any more."),
    "svi-letter.all-withdrawn": N_("Mails withdrawn: {count}. Their links say nothing about your company any more."),
    "svi-letter.opened": N_("Its page was opened first on {day}."),
    "svi-letter.not-opened": N_("Nobody has opened its page yet."),
    "svi-letter.state-sent": N_("Counts"),
    "svi-letter.state-withdrawn": N_("Withdrawn on {day}"),
    "svi-letter.state-ended": N_("Ended with SVI on {day}"),
}
