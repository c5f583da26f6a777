"""The page about privacy: what is stored, why, for how long, and which cookies there are."""

import reflex as rx

from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.flash import kiosk_settings


def privacy_page() -> rx.Component:
    """Tell in plain words what this kiosk keeps about people and companies."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Privacy")),
            rx.el.p(_who_is_responsible(), class_name="kiosk-lead"),
            *_stored(),
            *_seen(),
            *_kept(),
            *_browser(),
            rx.el.h2(t("Questions and requests")),
            rx.el.p(rx.el.a(t("Take a copy of your data, or delete your account"), href=address("my-data"))),
            rx.el.p(t("Ask us to correct what you cannot change yourself. Write from the address you sign in with.")),
            contact_lines(),
            class_name="kiosk-column",
        )
    )


def _who_is_responsible() -> str:
    operator = kiosk_settings().operator_name
    if operator:
        return t("{operator} runs this kiosk and answers for what it stores.", operator=operator)
    return t("Whoever runs this kiosk answers for what it stores.")


def _stored() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("What we store, and why")),
        _list(
            t("Your name, mail address and language, so that we know you and can write to you."),
            t("A scrambled form of your password, to compare with. Nobody can read the password from it."),
            t("What you enter about your company and its people, because the application asks for it."),
            t("Your answers, with the name of who wrote them, so that nothing gets lost."),
            t("Earlier versions of answers, so that a mistake can be traced and undone."),
            t("Files that you upload as evidence, their earlier versions, and who uploaded and who read them."),
            t(
                "Name and mail address of people outside the company whom you make the owner of an action: to remind "
                "them of it, and for nothing else. Each mail says who gave the address, and holds a link that ends "
                "the mails."
            ),
            t("Names in the register of training, if your company lists them. The number of people is enough for us."),
            t(
                "Who was given which statement to answer, by whom and when, so that people from outside see these "
                "statements alone and everybody knows who wrote what."
            ),
            t("What you sign: the text, its language, your name and the moment. It proves the agreement."),
            t(
                "A log of who did what and when, without the answers. "
                "It protects you from changes that nobody explains."
            ),
            t(
                "When you signed in, with which browser, and the first half of the network address, "
                "so that stolen access can be found and ended."
            ),
            t("If you link another service that signs you in: the number by which it knows you, and when you used it."),
            t("Failures: the page and a code, never what you typed. The help desk looks them up."),
            t(
                "If you report a problem: what you write, the pictures that you add, how to reach you if you say so, "
                "and of the facts about your browser those that you let go along."
            ),
            t(
                "How often which help was opened, and whether it helped: counts of a day. "
                "Your question to the help is read at once and not kept."
            ),
        ),
        rx.el.p(
            t(
                "Personal numbers, such as a social security number, are stored encrypted. "
                "Pages and documents show only a few of their characters."
            )
        ),
        rx.el.p(
            t("To stop attackers we count failed attempts for each network address. The count is gone after one hour.")
        ),
    )


def _seen() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("Who sees it")),
        _list(
            t("The members of your company, each as far as the role allows."),
            t(
                "People from outside to whom your company gave statements: these statements, their answers and the "
                "files beside them, until your company takes them back."
            ),
            t("The people who run this kiosk, as far as their work needs it."),
            t("Customs of partner countries only if your officer agrees, and only the countries you choose."),
        ),
        rx.el.p(
            t("We do not sell anything, show no advertising and count no visits. Pages load nothing from other sites.")
        ),
    )


def _kept() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("How long we keep it")),
        _list(
            t("Your account: until you delete it, and then 14 days more, in which a mailed link brings you back."),
            t(
                "An application that was never sent: {months} months after the last word in it. "
                "We mail you 30 days before, and you can take it back for 30 days afterwards.",
                months=str(kiosk_settings().draft_months),
            ),
            t(
                "Files: with their application, earlier versions too. When an application that was never sent is "
                "deleted, its files are deleted with it."
            ),
            t(
                "A mail address outside the company: as long as the action. That somebody wants no more mails is kept "
                "after that, so that we do not write again."
            ),
            t(
                "A problem that you reported: {months} months after the report was closed. "
                "Pictures that were not sent: one day.",
                months=str(kiosk_settings().case_months),
            ),
            t("Names in the register of training: until your company takes them out of the record."),
            t("Who was given which statement: as long as the application, also when it was taken back."),
            t("Your name stays on what you signed and in the log, also without an account."),
        ),
        rx.el.p(
            t(
                "A sent application and its signatures stay as they were sent. "
                "They are the record of what you agreed to."
            )
        ),
        rx.el.p(
            t(
                "Signing in lasts 12 hours at most. It ends after {minutes} minutes without use, "
                "at a shared computer after {shared} minutes.",
                minutes=str(kiosk_settings().idle_minutes),
                shared=str(kiosk_settings().shared_idle_minutes),
            )
        ),
    )


def _browser() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("What is kept in your browser")),
        rx.el.p(t("The kiosk sets these cookies and no others. All of them serve the kiosk itself.")),
        _cookies(),
        rx.el.p(
            t(
                "What you type stays in the open tab until it is saved, so that a lost connection costs nothing. "
                "Signing out or closing the tab removes it."
            )
        ),
    )


def _cookies() -> rx.Component:
    name, purpose, lasts = t("Name"), t("What it is for"), t("How long it lasts")
    rows = (
        ("kiosk_session", t("Keeps you signed in."), t("12 hours, or until you sign out")),
        ("kiosk_shared", t("Says that others use this computer too."), t("Until you sign out or close the browser")),
        ("kiosk_flash", t("Carries what a form has to tell you to the next page, encrypted."), t("2 minutes")),
        ("kiosk_language", t("Remembers the language you chose."), t("1 year")),
        ("kiosk_link", t("Holds the link from our mail while you confirm your address, encrypted."), t("30 minutes")),
        ("kiosk_reset", t("Holds the link from our mail while you set a new password, encrypted."), t("30 minutes")),
        (
            "kiosk_half",
            t("Holds the first step of signing in until the code of your app follows, encrypted."),
            t("10 minutes"),
        ),
        (
            "kiosk_oidc",
            t("Knows, while you sign in through another service, that it was you who began it; encrypted."),
            t("10 minutes"),
        ),
        (
            "kiosk_device",
            t("Knows a browser in which you signed in, so that strangers cannot lock you out."),
            t("1 year"),
        ),
        ("kiosk_inquiry", t("Holds the link from our mail to a questionnaire, encrypted."), t("1 day")),
        (
            "kiosk_partner",
            t("Knows you, without an account, while you answer a questionnaire."),
            t("30 days, or two hours on a shared computer"),
        ),
        ("kiosk_check", t("Tries out, on the page that checks your browser, whether cookies are kept."), t("A moment")),
        (
            "kiosk_said",
            t("Holds the kind of company that “Can we join?” found, for your application; encrypted."),
            t("30 days"),
        ),
    )
    head = (rx.el.th(text, scope="col", role="columnheader") for text in (name, purpose, lasts))
    return rx.el.table(
        rx.el.caption(t("Cookies")),
        rx.el.thead(rx.el.tr(*head, role="row"), role="rowgroup"),
        rx.el.tbody(*(_cookie(row, (name, purpose, lasts)) for row in rows), role="rowgroup"),
        class_name="usa-table kiosk-table",
        role="table",
    )


def _cookie(row: tuple[str, str, str], labels: tuple[str, str, str]) -> rx.Component:
    code, purpose, lasts = row
    return rx.el.tr(
        rx.el.th(
            rx.el.bdi(code, dir="ltr", class_name="kiosk-code"),
            scope="row",
            role="rowheader",
            custom_attrs={"data-label": labels[0]},
        ),
        rx.el.td(purpose, role="cell", custom_attrs={"data-label": labels[1]}),
        rx.el.td(lasts, role="cell", custom_attrs={"data-label": labels[2]}),
        role="row",
    )


def _list(*texts: str) -> rx.Component:
    return rx.el.ul(*map(rx.el.li, texts), class_name="usa-list")
