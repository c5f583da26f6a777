"""Two languages of one answer, saved by different people: each is kept, and an outdated version is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.english import EnglishState, english_state
from ctpat_app.services.application import read_application
from ctpat_app.services.drafts import SavedAnswer, SeenAnswer, save_answer, save_answers
from ctpat_app.services.english import confirm_english
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.submissions import find_submission, frozen_situation
from ctpat_app.services.taken_answers import take_answers
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft, an_empty_draft, answer_row
from tests.factories import Cast, the_cast

SPANISH = "Nuestro guardia revisa los sellos de cada contenedor y anota el resultado en la bitácora."
CHANGED = "Nuestro guardia revisa los sellos de cada contenedor y avisa al gerente de todo lo que falta."
ENGLISH = "Our guard checks the seals of each container and notes the result in the log."

Save = Callable[..., SavedAnswer]


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def save(session: Session, draft: int, now: datetime) -> Save:
    def saved(
        actor: Actor, key: str, text: str, seen: int = 0, *, tab: str = "", of_version: int | None = None
    ) -> SavedAnswer:
        return save_answer(
            session,
            actor,
            draft_id=draft,
            key=key,
            row_key="",
            seen_version=seen,
            text=text,
            language="es",
            now=now,
            tab=tab,
            of_version=of_version,
        )

    return saved


def state(session: Session, actor: Actor, draft: int, now: datetime) -> EnglishState:
    return english_state(read_application(session, actor, draft_id=draft, now=now).situation.book, "1.1")


def confirm(session: Session, actor: Actor, draft: int, now: datetime, *, seen: int = 1, of: int = 3) -> None:
    confirm_english(session, actor, draft_id=draft, criterion_id="1.1", seen_version=seen, of_version=of, now=now)


def send(session: Session, actor: Actor, draft: int, now: datetime) -> None:
    sign_and_send(
        session,
        actor,
        draft_id=draft,
        typed_name="Ana",
        agreed=True,
        localiser=localiser_for("en"),
        summarise=lambda situation, language: (),
        now=now,
    )


def test_a_colleague_writes_the_english_version(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    original = save(cast.ana, "criterion.1.1", SPANISH, 1)
    assert state(session, cast.ben, draft, now) is EnglishState.MISSING
    save(cast.ben, "english.1.1", ENGLISH, of_version=original.version)
    assert state(session, cast.ben, draft, now) is EnglishState.CURRENT
    row = answer_row(session, draft, "english.1.1")
    assert row
    assert (row.language, row.of_version, row.user_id) == ("en", 2, cast.ben.user_id)


def test_a_version_written_beside_an_older_answer_is_to_be_looked_at_again(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.ana, "criterion.1.1", SPANISH, 1, tab="anas")
    save(cast.ana, "criterion.1.1", CHANGED, 2, tab="anas")
    save(cast.ben, "english.1.1", ENGLISH, of_version=2)  # ben's page still shows the text before
    assert state(session, cast.ben, draft, now) is EnglishState.OUTDATED


def test_who_writes_both_in_one_tab_has_seen_the_newest_answer(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.ana, "criterion.1.1", SPANISH, 1, tab="anas")
    save(cast.ana, "criterion.1.1", CHANGED, 1, tab="anas")
    save(cast.ana, "english.1.1", ENGLISH, of_version=1, tab="anas")
    assert state(session, cast.ana, draft, now) is EnglishState.CURRENT


def test_a_browser_cannot_claim_an_answer_that_is_not_written_yet(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.ana, "criterion.1.1", SPANISH, 1)
    save(cast.ben, "english.1.1", ENGLISH, of_version=99)
    save(cast.ana, "criterion.1.1", CHANGED, 2)
    assert state(session, cast.ana, draft, now) is EnglishState.OUTDATED


def test_both_boxes_of_one_form_are_saved_together(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    seen = [SeenAnswer("criterion.1.1", "", 1, SPANISH), SeenAnswer("english.1.1", "", 0, ENGLISH, 1)]
    save_answers(session, cast.ana, draft_id=draft, seen=seen, language="es", now=now, tab="anas")
    assert state(session, cast.ana, draft, now) is EnglishState.CURRENT


@pytest.fixture
def outdated(cast: Cast, save: Save) -> None:
    save(cast.ana, "criterion.1.1", SPANISH, 1)
    save(cast.ben, "english.1.1", ENGLISH)
    save(cast.ana, "criterion.1.1", CHANGED, 2)


@pytest.mark.usefixtures("outdated")
def test_a_change_of_the_answer_marks_its_version_until_it_is_confirmed(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    assert state(session, cast.chloe, draft, now) is EnglishState.OUTDATED
    confirm(session, cast.chloe, draft, now)
    assert state(session, cast.chloe, draft, now) is EnglishState.CURRENT
    row = answer_row(session, draft, "english.1.1")
    assert row
    assert (row.value, row.version, row.user_id) == (ENGLISH, 1, cast.ben.user_id)


@pytest.mark.usefixtures("outdated")
def test_saving_the_same_english_again_does_not_confirm_it_unseen(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.chloe, "english.1.1", ENGLISH, 1, of_version=3)
    assert state(session, cast.chloe, draft, now) is EnglishState.OUTDATED


@pytest.mark.usefixtures("outdated")
@pytest.mark.parametrize(("seen", "of"), [(1, 2), (2, 3), (0, 0)])
def test_only_what_is_on_show_can_be_confirmed(
    session: Session, cast: Cast, draft: int, now: datetime, seen: int, of: int
) -> None:
    with pytest.raises(StaleVersion):
        confirm(session, cast.ben, draft, now, seen=seen, of=of)
    assert state(session, cast.ben, draft, now) is EnglishState.OUTDATED


def test_there_is_nothing_to_confirm_beside_an_english_answer(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    with pytest.raises(InvalidValue) as refused:
        confirm(session, cast.ben, draft, now)
    assert refused.value.code == "english.nothing-to-confirm"


@pytest.mark.usefixtures("outdated")
@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_strangers_cannot_confirm_a_version(session: Session, cast: Cast, draft: int, now: datetime, who: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        confirm(session, getattr(cast, who), draft, now)
    assert refused.value.code == "access.not-yours"


def test_nothing_is_sent_before_every_answer_has_its_english(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.ben, "criterion.1.1", SPANISH, 1)
    with pytest.raises(Refusal) as refused:
        send(session, cast.ana, draft, now)
    assert refused.value.code == "application.incomplete"
    save(cast.chloe, "english.1.1", ENGLISH)
    send(session, cast.ana, draft, now)
    submission = find_submission(session, draft)
    assert submission
    frozen = frozen_situation(session, submission)
    assert english_state(frozen.book, "1.1") is EnglishState.CURRENT
    assert frozen.book.text("criterion.1.1") == SPANISH
    with pytest.raises(Refusal) as late:
        confirm(session, cast.ana, draft, now, of=2)
    assert late.value.code == "draft.frozen"


def test_a_further_application_takes_both_languages_over(
    session: Session, cast: Cast, draft: int, save: Save, now: datetime
) -> None:
    save(cast.ben, "criterion.1.1", SPANISH, 1)
    save(cast.chloe, "english.1.1", ENGLISH)
    send(session, cast.ana, draft, now)
    later = now + timedelta(days=400)
    further = an_empty_draft(session, cast.ana, cast.account, now=later)
    save_answer(
        session,
        cast.ana,
        draft_id=further,
        key="business_types",
        row_key="",
        seen_version=0,
        text="foreign-manufacturer",
        language="es",
        now=later,
    )
    take_answers(session, cast.ana, draft_id=further, now=later)
    assert state(session, cast.ana, further, later) is EnglishState.CURRENT
