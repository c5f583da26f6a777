"""What must hold in the method of the risk assessment: whole scales, known roles, an example that comes out right."""

from collections.abc import Iterator

from ctpat_app.guidance.answers import ROW_PRESENT, AnswerBook, StoredAnswer
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk import METHOD, RISK_ASSESSMENT, read_assessment
from ctpat_app.guidance.risk_schema import RiskExample, RiskMethod


def risk_faults(library: Library) -> Iterator[str]:
    """Yield every fault of the method and of its example; nothing for a library from before there was one."""
    flow, method = library.flows.get(RISK_ASSESSMENT), library.risk_assessment.get(METHOD)
    if flow is None:
        return
    if method is None:
        yield f"risk_assessment: the flow {RISK_ASSESSMENT} needs the method {METHOD}"
        return
    for fault in (*_method_faults(library, method), *_example_faults(library, method)):
        yield f"risk_assessment/{METHOD}: {fault}"


def _method_faults(library: Library, method: RiskMethod) -> Iterator[str]:
    for scale in ("threat", "vulnerability"):
        if [level.rating for level in method.levels if level.scale == scale] != [1, 2, 3]:
            yield f"the scale {scale} has the ratings 1, 2 and 3, in this order"
    roles = {option.id for option in questions_of(library, RISK_ASSESSMENT)["leg_role"].options}
    if roles != {role.id for role in method.roles}:
        yield "each role of a partner in the flow is listed under roles, and no other"
    named = {key for role in method.roles for key in role.business_types}
    yield from (f"there is no business type {key}" for key in sorted(named - library.business_types.keys()))
    for threat in (1, 2, 3):
        for weak in (1, 2, 3):
            if sum(band.least <= threat * weak <= band.most for band in method.bands) != 1:
                yield f"the score {threat * weak} belongs to exactly one band"


def example_book(example: RiskExample) -> AnswerBook:
    """Return the answers of the example."""
    rows = [StoredAnswer(each.list, each.row, ROW_PRESENT, 1) for each in example.rows]
    cells = [StoredAnswer(key, each.row, text, 1) for each in example.rows for key, text in each.values.items()]
    return AnswerBook.of([*rows, *cells, *(StoredAnswer(key, "", text, 1) for key, text in example.answers.items())])


def _example_faults(library: Library, method: RiskMethod) -> Iterator[str]:
    questions = questions_of(library, RISK_ASSESSMENT)
    given = {key for row in method.example.rows for key in row.values} | method.example.answers.keys()
    yield from (f"the example answers {key}, which the flow does not ask" for key in sorted(given - questions.keys()))
    risks = {risk.weak_point.row: risk for risk in read_assessment(example_book(method.example)).risks(method)}
    for wanted in method.example.scored:
        risk = risks.get(wanted.weak_point)
        found = (risk.threat, risk.weak_point.rating, risk.score, risk.band.id if risk.band else "") if risk else None
        if found != (wanted.threat, wanted.vulnerability, wanted.score, wanted.band):
            yield f"the example {wanted.weak_point} comes out as {found}"
