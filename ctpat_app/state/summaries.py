"""The application in the reader's language, and addresses of its pages: what the pages around it share."""

from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION, ENGLISH, steps_of
from ctpat_app.guidance.schema import Step
from ctpat_app.guidance.summary import SummarySection, SummaryWords, summarise
from ctpat_app.guidance.texts import ref
from ctpat_app.guidance.views import ProblemView, field_name
from ctpat_app.services.library import current_library
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


def summarise_in(situation: Situation, language: str) -> tuple[SummarySection, ...]:
    """Return the whole application as it reads in ``language``."""
    return summarise(situation, localiser_for(language), words_of_summary(language))


def words_of_summary(language: str) -> SummaryWords:
    """Return the few words of the kiosk that a summary in ``language`` needs."""
    return SummaryWords(
        yes=message("word.yes", language),
        no=message("word.no", language),
        not_applicable=message("word.not-applicable", language),
        agreed=message("word.agreed", language),
    )


def is_profile(step: Step) -> bool:
    """Return whether the step is the security profile, which has a page of its own."""
    return bool(step.for_each and step.for_each.records == "criteria")


def step_address(language: str, draft: int, step: Step) -> str:
    """Return where a part of the application is filled in."""
    if is_profile(step):
        return f"/{language}/profile/?draft={draft}"
    return f"/{language}/apply/?draft={draft}&step={step.id}"


def criterion_address(language: str, draft: int, criterion: str, target: str = "") -> str:
    """Return where one criterion is answered, at the control ``target``, coming back to the check page."""
    target = target or field_name(CRITERION + criterion, "")
    return f"/{language}/profile/?draft={draft}&criterion={criterion}&return=check#{target}"


def field_address(language: str, draft: int, step: str, target: str) -> str:
    """Return where one field is filled in, coming back to the check page."""
    return f"/{language}/apply/?draft={draft}&step={step}&return=check#{target}"


def problem_address(situation: Situation, problem: ProblemView, language: str, draft: int) -> str:
    """Return where a problem can be mended."""
    step = situation.step(problem.step)
    if step is None:
        return f"/{language}/application/?draft={draft}"
    if not is_profile(step):
        return field_address(language, draft, step.id, problem.target)
    # The line for the open ones of a category names the first of them; other lines name the control of theirs.
    known = {field_name(CRITERION + item.criterion.id, ""): item.criterion.id for item in situation.criteria}
    criterion = known.get(problem.target) or problem.target.removeprefix(CRITERION).removeprefix(ENGLISH)
    return criterion_address(language, draft, criterion)


def task_name(situation: Situation, step: Step, language: str) -> str:
    """Return what a part is called in the task list."""
    return localiser_for(language).text(ref(f"flows/{situation.flow_id}/{step.id}", "task", step.i18n.task))


def newest_task_name(flow: str, step_id: str, language: str) -> str:
    """Return what a part is called in the newest version of the content; empty when it is not there any more."""
    step = steps_of(current_library(), flow).get(step_id)
    return localiser_for(language).text(ref(f"flows/{flow}/{step_id}", "task", step.i18n.task)) if step else ""
