"""The limiter admits what the limits admit, in order, and says at once what never passes."""

import asyncio
import json
import threading
from decimal import Decimal

import groq_calc
import pytest

MODEL = "openai/gpt-oss-120b"
# Of 6,000 a minute a hundred come back in a second.
SMALL = {MODEL: {"free": {"TPM": 6000, "RPM": 600}}}


def left(limiter, name):
    (level,) = (level for level in limiter.levels(MODEL) if level.limit == name)
    return level.left


@pytest.mark.parametrize(
    ("args", "options", "code"),
    [
        ((MODEL, 9000, 500), {}, "request_above_limit"),
        ((MODEL, 1, 10**6), {}, "completion_above_cap"),
        ((MODEL, 200_000, 10), {"limits": {MODEL: {"free": {"TPM": 10**7}}}}, "request_above_context"),
        ((MODEL, 1000, 500), {"budget": "0.0000001"}, "budget_reached"),
        (("no/such-model", 1, 1), {}, "unknown"),
    ],
)
def test_what_never_passes_is_refused_at_once(args, options, code):
    limiter = groq_calc.Limiter("free", **options)
    with pytest.raises(groq_calc.Error) as raised:
        limiter.acquire(*args)
    assert raised.value.code == code, raised.value


@pytest.mark.parametrize(
    ("plan", "options", "field"),
    [
        ("gold", {}, "plan"),
        ("free", {"admission": "perhaps"}, "admission"),
        ("free", {"as_of": "1999-01-01"}, "as_of"),
        ("free", {"budget": "much"}, "budget"),
        ("free", {"limits": {"no/such-model": {"free": {"TPM": 1}}}}, None),
    ],
)
def test_bad_settings_are_named(plan, options, field):
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.Limiter(plan, **options)
    assert field is None or raised.value.field == field, raised.value


@pytest.mark.parametrize("admission", ["reserved", "expected"])
def test_what_was_not_used_comes_back(admission):
    limiter = groq_calc.Limiter("free", limits=SMALL, admission=admission)
    with limiter.acquire(MODEL, 1000, 4000) as permit:
        permit.settle(1000, 500, 200)
    # Cached tokens are credited.
    assert left(limiter, "TPM") >= 6000 - 1300
    limiter.acquire(MODEL, 1000, 500).cancel()
    assert left(limiter, "TPM") >= 6000 - 1300
    spent = limiter.spent()
    assert spent.spent == groq_calc.cost(MODEL, 1000, 500, 200) and spent.reserved == 0


def test_without_a_usage_the_reserve_stays_counted():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved", budget=Decimal(1))
    with limiter.acquire(MODEL, 1000, 4000):
        pass
    assert left(limiter, "TPM") < 1100
    assert limiter.spent().spent == groq_calc.cost(MODEL, 1000, 4000)


def test_a_request_settles_once():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved")
    permit = limiter.acquire(MODEL, 1000, 2000)
    permit.settle(1000, 0)
    permit.cancel()
    permit.settle(0, 0)
    assert left(limiter, "TPM") < 5100


def test_threads_and_tasks_wait_in_one_line():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved")
    first = limiter.acquire(MODEL, 1000, 5000)
    order = []

    def thread():
        with limiter.acquire(MODEL, 1000, 4900) as permit:
            order.append("thread")
            permit.settle(0, 0)

    async def task():
        permit = await limiter.acquire_async(MODEL, 1000, 4900)
        order.append("task")
        permit.settle(0, 0)

    async def cancelled():
        await limiter.acquire_async(MODEL, 1000, 4900)

    async def tasks():
        waiting = threading.Thread(target=thread)
        waiting.start()
        while len(limiter._waiting) < 1:
            await asyncio.sleep(0)
        gone = asyncio.create_task(cancelled())
        await asyncio.sleep(0)
        last = asyncio.create_task(task())
        await asyncio.sleep(0)
        gone.cancel()
        assert order == []
        # All of it comes back: who waits is woken.
        first.cancel()
        await last
        waiting.join()

    asyncio.run(asyncio.wait_for(tasks(), 60))
    assert order == ["thread", "task"] and not limiter._waiting


def test_a_request_waits_until_there_is_room():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved")
    limiter.acquire(MODEL, 1000, 5000).settle(1000, 4990)
    # 90 are missing: they come back in a second.
    limiter.acquire(MODEL, 50, 50).settle(50, 50)
    assert left(limiter, "TPM") < 100


def test_tenants_take_turns_where_it_is_fair():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved", fair=True)
    first = limiter.acquire(MODEL, 1000, 5000)
    order = []

    async def one(tenant):
        permit = await limiter.acquire_async(MODEL, 100, 2000, tenant=tenant)
        order.append(tenant)
        permit.settle(0, 0)

    async def all():
        tasks = [asyncio.create_task(one(tenant)) for tenant in (1, 1, 1, 2)]
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(*tasks)

    asyncio.run(asyncio.wait_for(all(), 60))
    assert order.index(2) < 3 and sorted(order) == [1, 1, 1, 2]


def test_a_snapshot_survives_a_restart():
    def limiter():
        return groq_calc.Limiter("developer", limits={MODEL: {"developer": {"RPD": 10, "TPD": 10**6}}}, budget="1")

    before = limiter()
    before.acquire(MODEL, 1000, 4000).settle(1000, 500)
    in_flight = before.acquire(MODEL, 2000, 1000, flex=True)
    kept = json.loads(json.dumps(before.snapshot()))
    after = limiter()
    after.restore(kept)
    assert left(after, "RPD") == 9 and left(after, "TPD") >= 10**6 - 1500
    # What was in flight counts in full: nobody is there who would settle it.
    spent = groq_calc.cost(MODEL, 1000, 500) + groq_calc.cost(MODEL, 2000, 1000)
    assert after.spent() == (spent, 0)
    permit = after.acquire(MODEL, 1, 1)
    with pytest.raises(groq_calc.Error, match="before the first request"):
        after.restore(kept)
    permit.cancel()
    in_flight.cancel()
    with pytest.raises(groq_calc.Error, match="models"):
        limiter().restore({"models": 1})


def test_time_can_run_faster():
    limiter = groq_calc.Limiter("free", limits=SMALL, admission="reserved", speed=600)
    limiter.acquire(MODEL, 1000, 5000).settle(1000, 5000)
    # All of it comes back within a minute, which is a tenth of a second.
    (level,) = (level for level in limiter.levels(MODEL) if level.limit == "TPM")
    assert level.seconds_until_full <= 0.1 + 0.5
    limiter.acquire(MODEL, 1000, 5000).cancel()
    with pytest.raises(groq_calc.Error, match="speed"):
        groq_calc.Limiter("free", speed=0)
