"""The due day of the annual review as a file for calendar programs."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.annual_review import REMINDERS
from ctpat_app.domain.calendar_files import DayEvent, calendar_file
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.annual_reviews import read_review
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import message


def calendar_routes(settings: Settings) -> list[Route]:
    """Return the routes of calendar files."""
    return [Route("/files/annual-review/{model:int}.ics", partial(_due_day, settings), methods=["GET"])]


async def _due_day(settings: Settings, request: Request) -> Response:
    back = f"annual-review/?model={request.path_params['model']}"
    return await handed_out(settings, request, _annual_review, back=back)


async def _annual_review(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    now, model = clock.now(), request.path_params["model"]
    review = await in_reading(read_review, actor, security_model_id=model, now=now)
    opens = day_text(review.window.opens_on, language)
    event = DayEvent(
        uid=f"annual-review-{model}-{review.window.due_on.year}@{request.url.hostname or 'kiosk'}",
        day=review.window.due_on,
        summary=message("annual.calendar-name", language, company=review.company),
        description=message("annual.calendar-about", language, opens=opens),
        url=f"{settings.public_url}/{language}/annual-review/?model={model}",
        alarms=REMINDERS[1:],
    )
    return Response(
        calendar_file(event, made_by=settings.kiosk_name, now=now),
        media_type="text/calendar; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="CTPAT-annual-review-{review.window.due_on}.ics"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        },
    )
