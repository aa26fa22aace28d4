"""What every answer carries and every request must pass, before any page is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from mailbot.web.console import Reached

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST_BYTES = 64 << 20  # of one request: the files that are registered by hand
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_LASTING = "max-age=31536000"


class Guard:
    """Wraps the pages: names of the host, sizes, foreign forms, and fixed headers.

    A form is taken only from a page of our own: its Origin (RFC 6454), or where a
    browser sends none its Referer, must be the address that it is sent to.
    """

    def __init__(self, app: Asgi, address: Reached) -> None:
        self._app = app
        self._address = address

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            status, words = refusal
            answer = PlainTextResponse(words, status)
            await answer(scope, receive, self._with_headers(send))
            return
        await self._app(scope, _bounded(receive), self._with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "").lower()
        if self._address.hosts and host not in self._address.hosts:
            return 421, "请用工作台登记的网址访问。\n"
        if int(_number(headers.get("content-length", "0"))) > MOST_BYTES:
            return 413, "提交的文件过大，请分次登记。\n"
        if method not in {"GET", "HEAD", "POST"}:
            return 405, "不支持这种请求。\n"
        if method == "POST" and not self._is_own(host, headers):
            return 403, "表单不是从本工作台提交的，没有办理。请从首页重新进入。\n"
        return None

    def _is_own(self, host: str, headers: Headers) -> bool:
        own = f"{self._address.scheme}://{host}"
        origin = headers.get("origin")
        if origin is not None:
            return origin.lower() == own
        return headers.get("referer", "").lower().startswith(f"{own}/")

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                if self._address.secure:
                    headers["strict-transport-security"] = _LASTING
            await send(message)

        return sending


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() else "0"


def _bounded(receive: Receive) -> Receive:
    """Count what comes: a length that was not told, or told wrongly, is bounded too."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            return {"type": "http.disconnect"}
        return message

    return receiving
