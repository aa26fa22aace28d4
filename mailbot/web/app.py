"""The console as an ASGI application: each address, who may ask, and what answers."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mailbot.core.entry.entry import WHOLE
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.flows.console.entering import Visitor, hashed
from mailbot.web.console import Console
from mailbot.web.guard import Asgi, Guard
from mailbot.web.pages import OPENINGS
from mailbot.web.rendering import rendered
from mailbot.web.visit import Handed, Onward, Opening, Reply, Shown, Upload, Visit

log = logging.getLogger(__name__)

_MOST_FIELDS, _MOST_FILES = 60, 20
_NOT_FOUND, _BUSY, _CONFLICT, _FORBIDDEN, _METHOD = 404, 503, 409, 403, 405
_BROKEN = 500
_CSRF_BYTES = 16
_LIFE_OF_COOKIES = int(WHOLE.total_seconds())  # the ledger ends sessions sooner
_WORDS = {
    _NOT_FOUND: "没有这个页面，或者它已不在。",
    _FORBIDDEN: "您的权限为“查看”，不能办理此项，也不能下载尚待核实的文件。",
    _BROKEN: "程序出错，已记入日志，没有改动任何内容。请稍后再试，或联系信息员。",
    _METHOD: "这个网址只接受表单提交，请从页面上操作。",
}


def create_app(console: Console) -> Asgi:
    """Return the console, ready to be served."""
    counter = Counter(console)
    routes = [
        Route(o.path, counter.answering(o), methods=["POST" if o.form else "GET"])
        for o in OPENINGS
    ]
    static = Mount("/static", StaticFiles(directory=console.static))
    pages = Starlette(
        routes=[*routes, static],
        exception_handlers={HTTPException: counter.refused, 500: counter.refused},
    )
    return Guard(pages, console.address)


class Counter:
    """Turns requests into visits, and replies into responses."""

    def __init__(self, console: Console) -> None:
        self._console = console
        mark = "__Host-" if console.address.secure else ""
        self._session, self._door = f"{mark}mailbot", f"{mark}mailbot-door"

    def answering(self, opening: Opening) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers at one address."""

        async def answer(request: Request) -> Response:
            form, uploads = await _form(request) if opening.form else ({}, ())
            return await run_in_threadpool(
                self._answered, opening, request, form, uploads
            )

        return answer

    def _answered(
        self,
        opening: Opening,
        request: Request,
        form: Mapping[str, str],
        uploads: tuple[Upload, ...],
    ) -> Response:
        try:
            visit = self._visit(request, form, uploads)
        except MailbotError as fault:
            return self._failed(request, None, fault)
        if visit.person is None and not opening.open_to_all:
            return self._finished(visit, Onward("/enter"))
        try:
            return self._finished(visit, _reply(opening, visit))
        except MailbotError as fault:
            return self._failed(request, visit, fault)
        except HTTPException as fault:
            return self._page(visit, _trouble(fault.status_code, fault.detail))

    def _visit(
        self, request: Request, form: Mapping[str, str], uploads: tuple[Upload, ...]
    ) -> Visit:
        now = self._console.clock.now()
        secret = request.cookies.get(self._session, "")
        door = request.cookies.get(self._door, "") or secrets.token_urlsafe(32)
        peer = request.client.host if request.client else ""
        return Visit(
            console=self._console,
            now=now,
            visitor=Visitor(door, peer),
            person=self._console.gate.who(secret, now),
            csrf=hashed(f"form:{secret or door}")[: 2 * _CSRF_BYTES],
            session=secret,
            path={name: str(part) for name, part in request.path_params.items()},
            query=dict(request.query_params),
            form=form,
            uploads=uploads,
        )

    async def refused(self, request: Request, fault: Exception) -> Response:
        """Answer for an address that is none of ours."""
        status = getattr(fault, "status_code", _BROKEN)
        return await run_in_threadpool(self._refused, request, status)

    def _refused(self, request: Request, status: int) -> Response:
        try:
            return self._page(self._visit(request, {}, ()), _trouble(status))
        except MailbotError as fault:
            return self._failed(request, None, fault)

    def _failed(
        self, request: Request, visit: Visit | None, fault: MailbotError
    ) -> Response:
        """Say what went wrong; without the ledger nobody knows who asks."""
        log.info("%s: %s", request.url.path, fault)
        words = str(fault)
        status = _BUSY if isinstance(fault, TryLater) else _CONFLICT
        if visit is None:
            now = self._console.clock.now()
            door = Visitor(secrets.token_urlsafe(32), "")
            visit = Visit(self._console, now, door, None, "")
        return self._page(visit, Shown("trouble", {"words": words}, status))

    def _finished(self, visit: Visit, reply: Reply) -> Response:
        match reply:
            case Shown():
                return self._page(visit, reply)
            case Handed():
                return _handed(reply)
            case Onward():
                response = RedirectResponse(reply.to, 303)
                if reply.session:
                    self._keep(response, self._session, reply.session)
                    self._keep(response, self._door, "")
                if reply.ends:
                    self._keep(response, self._session, "")
                return response

    def _page(self, visit: Visit, shown: Shown) -> Response:
        response = HTMLResponse(rendered(visit, shown), shown.status)
        if visit.person is None and visit.visitor.browser:
            self._keep(response, self._door, visit.visitor.browser)
        return response

    def _keep(self, response: Response, name: str, value: str) -> None:
        """Give the browser a cookie; "" takes it away."""
        response.set_cookie(
            name,
            value,
            max_age=_LIFE_OF_COOKIES if value else 0,
            path="/",
            secure=self._console.address.secure,
            httponly=True,
            samesite="lax",
        )


def _reply(opening: Opening, visit: Visit) -> Reply:
    if opening.form and not secrets.compare_digest(
        visit.form.get("csrf", "").encode(), visit.csrf.encode()
    ):
        raise NeedsStaff("页面已过期，没有办理，请返回后重新提交")
    if opening.decides and not (visit.person and visit.person.decides):
        raise HTTPException(_FORBIDDEN)
    return opening.answer(visit)


def _trouble(status: int, detail: str = "") -> Shown:
    del detail  # the framework's own words are English
    words = _WORDS.get(status, "这个请求无法办理，请从首页重新进入。")
    return Shown("trouble", {"words": words}, status)


async def _form(request: Request) -> tuple[dict[str, str], tuple[Upload, ...]]:
    """Read a form; what is not a field or a file of it is refused by the framework."""
    fields: dict[str, str] = {}
    uploads = []
    async with request.form(max_fields=_MOST_FIELDS, max_files=_MOST_FILES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    uploads.append(Upload(value.filename, await value.read()))
            else:
                fields[name] = value
    return fields, tuple(uploads)


def _handed(reply: Handed) -> Response:
    content = reply.content
    if isinstance(content, bytes):
        response = Response(content, media_type=reply.media_type)
        if reply.name:
            response.headers["content-disposition"] = _attached(reply.name)
        return response
    gone = BackgroundTask(shutil.rmtree, reply.room) if reply.room else None
    return FileResponse(
        content,
        filename=reply.name or None,
        media_type=reply.media_type,
        background=gone,
    )


def _attached(name: str) -> str:
    """Return a Content-Disposition that saves under that name (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
