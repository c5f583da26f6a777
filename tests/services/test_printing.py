"""The application as a document: frozen when it was sent, masked, in the reader's language, signatures included."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, update

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import Answers, PrintedDocument, PrintedRow
from ctpat_app.services.consents import give_consent, withdraw_consent
from ctpat_app.services.drafts import add_row, save_answer
from ctpat_app.services.printing import printed_application, printed_submission
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.submissions import sign_application
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast

PERSONAL = "XQZW800101AB2"
"""The tax number of a person; it holds the date of birth."""


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def printed(session: Session, actor: Actor, draft: int, now: datetime, language: str = "en") -> PrintedDocument:
    return printed_application(
        session, actor, draft_id=draft, localiser=localiser_for(language), words=PdfWords(language, "Kiosk"), now=now
    )


def send(session: Session, cast: Cast, draft: int, now: datetime) -> str:
    return sign_and_send(
        session,
        cast.ana,
        draft_id=draft,
        typed_name="Ana",
        agreed=True,
        localiser=localiser_for("en"),
        summarise=lambda situation, language: (),
        now=now,
    ).reference


def fact(document: PrintedDocument, label: str) -> list[str]:
    return texts(next(row for row in document.facts if row.label == label))


def texts(row: PrintedRow) -> list[str]:
    return [value.text for value in row.values]


def everything(document: PrintedDocument) -> str:
    return repr(document)


def test_a_draft_says_that_it_was_not_sent(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    document = printed(session, cast.chloe, draft, now)
    assert (document.subtitle, document.reference) == ("Draft, not sent", "Draft, not sent")
    assert fact(document, "Company") == ["Acme Carriers SA"]
    assert document.signatures == ()


def test_every_part_and_every_response_is_printed(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    document = printed(session, cast.ana, draft, now)
    titles = [section.title for section in document.sections if section.level == 1]
    assert titles == [
        "Kind of company",
        "Eligibility",
        "Identifiers",
        "Countries",
        "Addresses",
        "Contacts",
        "International",
        "Security profile",
    ]
    criteria = [item for section in document.sections for item in section.criteria]
    assert len(criteria) > 50
    assert all(item.responses and item.statement.text and item.level in {"Must", "Should"} for item in criteria)
    assert {section.level for section in document.sections if section.criteria} == {2}


def test_a_sent_application_is_printed_as_it_was_signed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    reference = send(session, cast, draft, now)
    before = printed(session, cast.ana, draft, now)
    session.get_one(TradeAccountRow, cast.account).legal_name = "Renamed SA"
    session.execute(update(AnswerRow).where(col(AnswerRow.key) == "countries").values(value="DE"))
    after = printed(session, cast.ben, draft, now)
    assert after == before
    assert (after.reference, after.subtitle) == (reference, "As it was signed and sent")
    assert "Germany" not in everything(after)


def test_the_signature_says_who_signed_what_when_and_for_whom(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    send(session, cast, draft, now)
    (signature,) = printed(session, cast.ana, draft, now + timedelta(days=3)).signatures
    rows = {row.label: texts(row) for row in signature.rows}
    assert signature.title == "CTPAT partner agreement to participate"
    assert "I am an officer of this company" in signature.agreement.text
    assert (rows["Signed by"], rows["Role"], rows["For"]) == (["Ana"], ["Officer"], ["Acme Carriers SA"])
    assert rows["Signed on"] == ["March 2, 2026, 2:02\u202fPM UTC"]


def test_a_signature_that_an_edit_made_void_is_not_printed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign_application(
        session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=localiser_for("en"), now=now
    )
    assert len(printed(session, cast.ana, draft, now).signatures) == 1
    save_answer(
        session,
        cast.ben,
        draft_id=draft,
        key="countries",
        row_key="",
        seen_version=1,
        text="MX",
        language="en",
        now=now,
    )
    assert printed(session, cast.ana, draft, now).signatures == ()
    send(session, cast, draft, now)
    assert len(printed(session, cast.ana, draft, now).signatures) == 1


def test_a_consent_taken_back_later_is_printed_with_that_day(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    give_consent(
        session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=localiser_for("en"), now=now
    )
    send(session, cast, draft, now)
    assert len(printed(session, cast.ana, draft, now).signatures) == 2
    withdraw_consent(session, cast.ana, draft_id=draft, now=now + timedelta(days=1))
    consent = printed(session, cast.ana, draft, now).signatures[1]
    rows = {row.label: texts(row) for row in consent.rows}
    assert rows["Taken back on"] == ["March 3, 2026, 2:02\u202fPM UTC"]


@pytest.mark.parametrize("sent", [False, True])
def test_personal_numbers_appear_only_in_part(
    session: Session, cast: Cast, draft: int, now: datetime, sent: bool
) -> None:
    row = add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now)
    for key, text in (("identifier_kind", "rfc-person"), ("identifier_value", PERSONAL)):
        save_answer(
            session, cast.ana, draft_id=draft, key=key, row_key=row, seen_version=0, text=text, language="en", now=now
        )
    if sent:
        send(session, cast, draft, now)
    shown = everything(printed(session, cast.ana, draft, now))
    assert PERSONAL not in shown
    assert "800101" not in shown
    assert "XQZW******AB2" in shown


def test_labels_are_in_the_readers_language_and_answers_in_theirs(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    send(session, cast, draft, now)
    document = printed(session, cast.ana, draft, now, "es")
    assert document.language == "es"
    countries = next(
        section
        for section in document.sections
        if "MX" not in section.title and section.rows and any("México" in texts(row) for row in section.rows)
    )
    assert ["México", "Estados Unidos"] in [texts(row) for row in countries.rows]
    responses = [text for section in document.sections for item in section.criteria for text in item.responses]
    assert {text.language for text in responses} == {"en"}


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_strangers_cannot_print_it(session: Session, cast: Cast, draft: int, now: datetime, who: str) -> None:
    for _ in ("draft", "sent"):
        with pytest.raises(NotPermitted) as refused:
            printed(session, getattr(cast, who), draft, now)
        assert refused.value.code == "access.not-yours"
        send(session, cast, draft, now)


def test_whoever_runs_the_kiosk_prints_by_reference(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    reference = send(session, cast, draft, now)
    words = PdfWords("en", "Kiosk")
    document = printed_submission(
        session, reference=f" {reference.lower()} ", localiser=localiser_for("en"), words=words, now=now
    )
    assert document == printed(session, cast.ana, draft, now)
    with pytest.raises(InvalidValue) as refused:
        printed_submission(session, reference="CT-NOTHING2", localiser=localiser_for("en"), words=words, now=now)
    assert refused.value.code == "reference.unknown"


OF_SPANISH = "Our guard checks the seals of each container and notes the result in the log."
SPANISH = "Nuestro guardia revisa los sellos de cada contenedor y anota el resultado en la bitácora."


@pytest.mark.parametrize(
    ("answers", "texts_and_captions"),
    [
        (Answers.BOTH, [("en", OF_SPANISH, "English version"), ("es", SPANISH, "As it was answered")]),
        (Answers.ENGLISH, [("en", OF_SPANISH, "")]),
        (Answers.ORIGINAL, [("es", SPANISH, "")]),
    ],
)
@pytest.mark.parametrize("sent", [False, True])
def test_an_answer_in_two_languages_is_printed_as_it_is_wanted(
    session: Session,
    cast: Cast,
    draft: int,
    now: datetime,
    answers: Answers,
    texts_and_captions: list[tuple[str, str, str]],
    sent: bool,
) -> None:
    for key, seen, text in (("criterion.1.1", 1, SPANISH), ("english.1.1", 0, OF_SPANISH)):
        save_answer(
            session, cast.ben, draft_id=draft, key=key, row_key="", seen_version=seen, text=text, language="es", now=now
        )
    if sent:
        send(session, cast, draft, now)
    document = printed_application(
        session,
        cast.ana,
        draft_id=draft,
        localiser=localiser_for("en"),
        words=PdfWords("en", "Kiosk"),
        now=now,
        answers=answers,
    )
    first = next(item for section in document.sections for item in section.criteria if item.number == "1.1")
    assert [(text.language, text.text, text.caption) for text in first.responses] == texts_and_captions
