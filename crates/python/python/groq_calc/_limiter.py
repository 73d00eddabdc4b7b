"""Keeps a program within the limits of its plan."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import TracebackType
from typing import Any, NamedTuple

from . import _native
from ._api import Day, _day
from ._text import Json, read, written


class Level(NamedTuple):
    """How far one limit is used, in the limit's own unit."""

    limit: str
    cap: int
    left: int
    seconds_until_full: float


class Spent(NamedTuple):
    """Dollars at list price, exact."""

    spent: Decimal
    reserved: Decimal
    """By requests that have not ended."""


class Permit:
    """A request that was admitted: `settle` it when it ends, or `cancel` it if it was
    never sent. As a context manager it is settled without a usage where neither was
    done: then all that it reserved stays counted."""

    __slots__ = ("_limiter", "_open", "key", "ticket")

    def __init__(self, limiter: "Limiter", key: str, ticket: int) -> None:
        self._limiter = limiter
        self._open = True
        self.key = key
        self.ticket = ticket

    def settle(
        self,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        cached_input_tokens: int = 0,
    ) -> None:
        """The request has ended: what it used, by the `usage` of its answer, takes the
        place of what it reserved. Without a usage the reserve stays counted, and the
        highest price that the request can have is spent."""
        usage = None
        if input_tokens is not None:
            usage = (input_tokens, cached_input_tokens, output_tokens or 0)
        if self._open:
            self._open = False
            self._limiter._native.settle(self.key, self.ticket, usage)
            self._limiter._wake(self.key)

    def cancel(self) -> None:
        """The request was never sent, or was refused: it gives all back."""
        if self._open:
            self._open = False
            self._limiter._native.cancel(self.key, self.ticket)
            self._limiter._wake(self.key)

    def __enter__(self) -> "Permit":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.settle()


class Limiter:
    """The limits of one plan, which all threads and tasks of a program share.

    A request is admitted under all limits of its model at once; who can't be admitted
    waits in line, first come, first served (with `fair` tenants take turns). `limits`
    are caps of your account, like `{"openai/gpt-oss-120b": {"free": {"TPM": 300000}}}`;
    `budget` is in dollars and never passed. `admission` and `as_of` are those of `plan`,
    `speed` that of `groq-calc mock`. Caps that are not known hold nothing back.

    Raises `Error` for what can never pass, at once; its `code` says why
    (`request_above_limit`, `request_above_context`, `completion_above_cap`,
    `budget_reached`, `price_unknown`), its text by how much. A model that the catalog
    does not know is refused too: nothing is ever sent unlimited.
    """

    def __init__(
        self,
        plan: str,
        *,
        limits: Mapping[str, Any] | None = None,
        admission: str | None = None,
        as_of: Day | None = None,
        fair: bool = False,
        budget: Decimal | str | int | None = None,
        speed: int = 1,
    ) -> None:
        settings = {"plan": plan, "limits": limits, "admission": admission, "as_of": _day(as_of)}
        dollars = None if budget is None else str(budget)
        self._native = _native.Limiter(written(settings), fair, dollars, speed)
        # Who waits, and how it is woken: in a thread or in the loop of a task.
        self._waiting: dict[int, Callable[[], object]] = {}

    def acquire(
        self,
        model: str,
        input_tokens: int,
        max_completion_tokens: int | None = None,
        *,
        flex: bool = False,
        most_input_tokens: int = 0,
        tenant: int = 0,
    ) -> Permit:
        """Waits until a request may be sent.

        `input_tokens` are counted or estimated (`count_tokens`); where they are estimated
        and there is a budget, `most_input_tokens` is what they are at most.
        """
        key, (ticket, admitted, _) = self._native.acquire(
            model, flex, input_tokens, most_input_tokens, max_completion_tokens, tenant
        )
        if not admitted:
            woken = threading.Event()
            self._waiting[ticket] = woken.set
            try:
                while not admitted:
                    _, admitted, seconds = self._native.poll(key, ticket)
                    if not admitted:
                        woken.wait(seconds)
                        woken.clear()
            except BaseException:
                self._native.cancel(key, ticket)
                raise
            finally:
                self._leave(key, ticket)
        return Permit(self, key, ticket)

    async def acquire_async(
        self,
        model: str,
        input_tokens: int,
        max_completion_tokens: int | None = None,
        *,
        flex: bool = False,
        most_input_tokens: int = 0,
        tenant: int = 0,
    ) -> Permit:
        """The same in a task of asyncio; one that is cancelled leaves the line."""
        key, (ticket, admitted, _) = self._native.acquire(
            model, flex, input_tokens, most_input_tokens, max_completion_tokens, tenant
        )
        if not admitted:
            loop, woken = asyncio.get_running_loop(), asyncio.Event()
            self._waiting[ticket] = lambda: loop.call_soon_threadsafe(woken.set)
            try:
                while not admitted:
                    _, admitted, seconds = self._native.poll(key, ticket)
                    if not admitted:
                        try:
                            await asyncio.wait_for(woken.wait(), seconds)
                        except TimeoutError:
                            pass
                        woken.clear()
            except BaseException:
                self._native.cancel(key, ticket)
                raise
            finally:
                self._leave(key, ticket)
        return Permit(self, key, ticket)

    def _leave(self, key: str, ticket: int) -> None:
        self._waiting.pop(ticket, None)
        self._wake(key)

    def _wake(self, key: str) -> None:
        """The head of the line may be admitted now."""
        if self._waiting:
            for ticket in self._native.heads(key):
                wake = self._waiting.get(ticket)
                if wake is not None:
                    wake()

    def levels(self, model: str) -> list[Level]:
        """How far each limit of a model is used; empty before its first request."""
        return [Level(*level) for level in self._native.levels(model)]

    def spent(self) -> Spent:
        """What the requests have cost at list price, and what is reserved."""
        return Spent(*self._native.spent())

    def snapshot(self) -> Json:
        """What is used of every limit, as JSON; `restore` goes on from it."""
        return read(self._native.snapshot())

    def restore(self, snapshot: Json) -> None:
        """Goes on from a `snapshot`, before the first request: a day's limits survive a
        restart. What waited or was in flight then counts in full."""
        self._native.restore(written(snapshot))
