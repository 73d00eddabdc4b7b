"""Transports of httpx that keep the SDKs of Groq and OpenAI within the limits."""

from collections.abc import AsyncIterator, Iterator, Mapping
from decimal import Decimal
from typing import Any

import httpx

from . import _native
from ._api import Day
from ._error import Error
from ._limiter import Limiter, Permit

# What is limited; lists of models, files and batches are not.
_PATHS = ("/chat/completions", "/responses", "/audio/transcriptions", "/audio/translations", "/audio/speech")
# Nothing of the request has arrived.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def _is_limited(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path.endswith(_PATHS)


def _refused(error: Error, request: httpx.Request) -> httpx.Response:
    """An answer in place of Groq's to what can never pass, which no SDK tries again."""
    body = {"error": {"message": f"not sent: {error}", "type": "groq_calc", "code": error.code, "param": error.field}}
    status = 413 if error.code == "request_above_limit" else 400
    return httpx.Response(status, json=body, headers={"x-should-retry": "false"}, request=request)


class _Asked:
    """What a request asks of the limits."""

    def __init__(self, body: bytes, tenant: int) -> None:
        model, flex, input_tokens, most_input, max_completion = _native.read_request(body)
        if model is None:
            raise Error("the request names no model", "missing", "model")
        self.args = (model, input_tokens, max_completion)
        self.options: Any = {"flex": flex, "most_input_tokens": most_input, "tenant": tenant}


class _Answer:
    """Reads the usage of an answer while it passes by; what it says settles the permit,
    and where it ends without a usage or is cut off the reserve stays counted."""

    def __init__(self, permit: Permit, response: httpx.Response) -> None:
        self._permit = permit
        self._reader = _native.UsageReader(response.headers.get("content-type", ""))

    def feed(self, chunk: bytes) -> None:
        self._reader.feed(chunk)

    def settle(self) -> None:
        usage = self._reader.usage()
        if usage is None:
            self._permit.settle()
        else:
            input_tokens, cached, output = usage
            self._permit.settle(input_tokens, output, cached)


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, answer: _Answer) -> None:
        self._stream = stream
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._answer.feed(chunk)
            yield chunk

    def close(self) -> None:
        self._answer.settle()
        self._stream.close()


class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, answer: _Answer) -> None:
        self._stream = stream
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._answer.feed(chunk)
            yield chunk

    async def aclose(self) -> None:
        self._answer.settle()
        await self._stream.aclose()


class _Limited:
    """What both transports share: the limiter, which may be that of others too."""

    def __init__(
        self,
        plan: str | None = None,
        *,
        limiter: Limiter | None = None,
        limits: Mapping[str, Any] | None = None,
        admission: str | None = None,
        as_of: Day | None = None,
        fair: bool = False,
        budget: Decimal | str | int | None = None,
        speed: int = 1,
        tenant: int = 0,
        retries: int = 5,
    ) -> None:
        if limiter is None:
            if plan is None:
                raise Error("plan is missing; it must be free or developer", "missing", "plan")
            limiter = Limiter(
                plan, limits=limits, admission=admission, as_of=as_of, fair=fair, budget=budget, speed=speed
            )
        self.limiter = limiter
        self._tenant = tenant
        self._retries = retries

    def _again(self, permit: Permit, response: httpx.Response, tries: int) -> bool:
        """Takes note of a refusal: whether the request is sent again, after the wait
        that it names."""
        headers = list(response.headers.items())
        waits = self.limiter._native.observe(permit.key, response.status_code, response.text, headers)
        # What is refused as it stands used nothing; a fault of the server may have.
        if response.status_code < 500:
            permit.cancel()
        else:
            permit.settle()
        return waits and tries < self._retries

    def _passes(self, permit: Permit, response: httpx.Response) -> _Answer | None:
        """What reads an answer that is still to come."""
        headers = list(response.headers.items())
        self.limiter._native.observe(permit.key, response.status_code, "", headers)
        answer = _Answer(permit, response)
        if not response.is_closed:
            return answer
        answer.feed(response.content)
        answer.settle()
        return None


def _fail(permit: Permit, error: BaseException) -> None:
    """It broke off: what was never sent gives all back."""
    if isinstance(error, _UNSENT):
        permit.cancel()
    else:
        permit.settle()


class Transport(_Limited, httpx.BaseTransport):
    """Keeps the requests of a client within the limits of a plan:

        Groq(http_client=httpx.Client(transport=groq_calc.Transport(plan="free")))

    The options are those of `Limiter`; with `limiter` several clients share one. Requests
    wait until they may be sent, and after a refusal as long as it says, at most `retries`
    times. What can never pass is not sent: the SDK raises its error 413 (above a limit) or
    400, whose text says by how much. The usage of an answer, or of the last chunk of a
    stream, takes the place of what was reserved; without one the reserve stays counted.
    The length of audio is not counted. `transport` sends the requests.
    """

    def __init__(self, plan: str | None = None, *, transport: httpx.BaseTransport | None = None, **options: Any) -> None:
        super().__init__(plan, **options)
        self._inner = transport or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not _is_limited(request):
            return self._inner.handle_request(request)
        try:
            asked = _Asked(request.read(), self._tenant)
            # The usage is read as it comes.
            request.headers["accept-encoding"] = "identity"
            for tries in range(self._retries + 1):
                permit = self.limiter.acquire(*asked.args, **asked.options)
                try:
                    response = self._inner.handle_request(request)
                    if response.status_code < 400:
                        answer = self._passes(permit, response)
                        if answer and isinstance(response.stream, httpx.SyncByteStream):
                            response.stream = _Stream(response.stream, answer)
                        break
                    response.read()
                except BaseException as error:
                    _fail(permit, error)
                    raise
                if not self._again(permit, response, tries):
                    break
            return response
        except Error as error:
            return _refused(error, request)

    def close(self) -> None:
        self._inner.close()


class AsyncTransport(_Limited, httpx.AsyncBaseTransport):
    """`Transport` for asynchronous clients:

    AsyncGroq(http_client=httpx.AsyncClient(transport=groq_calc.AsyncTransport(plan="free")))
    """

    def __init__(self, plan: str | None = None, *, transport: httpx.AsyncBaseTransport | None = None, **options: Any) -> None:
        super().__init__(plan, **options)
        self._inner = transport or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not _is_limited(request):
            return await self._inner.handle_async_request(request)
        try:
            asked = _Asked(await request.aread(), self._tenant)
            request.headers["accept-encoding"] = "identity"
            for tries in range(self._retries + 1):
                permit = await self.limiter.acquire_async(*asked.args, **asked.options)
                try:
                    response = await self._inner.handle_async_request(request)
                    if response.status_code < 400:
                        answer = self._passes(permit, response)
                        if answer and isinstance(response.stream, httpx.AsyncByteStream):
                            response.stream = _AsyncStream(response.stream, answer)
                        break
                    await response.aread()
                except BaseException as error:
                    _fail(permit, error)
                    raise
                if not self._again(permit, response, tries):
                    break
            return response
        except Error as error:
            return _refused(error, request)

    async def aclose(self) -> None:
        await self._inner.aclose()
