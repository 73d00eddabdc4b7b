"""Drives `groq-calc mcp` by the official Python client."""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

command, allowed, log, outside = sys.argv[1:]


async def main():
    server = StdioServerParameters(command=command, args=["mcp", "--allow", allowed])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        names = ["check_request", "cost", "explain_error", "models", "plan", "replay"]
        assert sorted(tools) == names, sorted(tools)

        async def call(name, fails=False, **arguments):
            result = await session.call_tool(name, arguments)
            failed = getattr(result, "is_error", None) or getattr(result, "isError", None) or False
            text = result.content[0].text
            assert failed == fails, text
            return text if fails else json.loads(text)

        workload = {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500}
        question = {"as_of": "2026-06-04", "workload": workload}
        plan = await call("plan", question=question)
        assert plan["recommended"]["monthly_usd"] == "6.9", plan["recommended"]
        bad = {"workload": {"requests_per_day": -1}}
        assert "requests_per_day" in await call("plan", fails=True, question=bad)

        cost = await call("cost", model="openai/gpt-oss-120b", input_tokens=4641,
                          cached_input_tokens=4608, output_tokens=1817, as_of="2026-06-04")
        assert cost["usd"] == "0.00144075", cost
        assert cost["prices_from"]["source"] == "article-2026-06-04", cost
        unknown = await call("cost", fails=True, model="gpt-5", input_tokens=1, output_tokens=1)
        assert "gpt-5" in unknown
        models = await call("models", as_of="2026-06-04")
        assert "openai/gpt-oss-20b" in [model["id"] for model in models["models"]]

        error = await call("explain_error", status=429, body="{}", headers={"retry-after": "7"})
        assert (error["action"], error["waiting"]) == ("wait_and_retry", "helps"), error
        assert error["wait"] == "7s" and error["known"], error
        assert (error["kind"], error["wait_ms"], error["limit"]) == ("rate_limited", 7000, None), error
        message = ("Rate limit reached for model `openai/gpt-oss-120b` in organization `org_x` service tier "
                   "`on_demand` on tokens per minute (TPM): Limit 8000, Used 7000, Requested 2000. "
                   "Please try again in 7.5s.")
        error = await call("explain_error", status=429, body=json.dumps({"error": {"message": message}}))
        assert (error["limit"]["limit"], error["limit"]["cap"], error["limit"]["used"]) == ("TPM", 8000, 7000), error
        body = {"model": "openai/gpt-oss-20b", "messages": [{"role": "user", "content": "Hi"}], "n": 2}
        request = await call("check_request", body=body)
        assert request["refused"] and request["findings"][0]["path"] == "n", request

        option = {"model": "openai/gpt-oss-120b", "plan": "free", "as_of": "2026-06-04"}
        replay = await call("replay", path=log, **option)
        assert replay["requests"] == 2, replay
        # Elsewhere, a way out, and a link out: all refused in the same words.
        for path in [outside, f"{allowed}/../outside.csv", f"{allowed}/link.csv", "/etc/passwd"]:
            assert "--allow" in await call("replay", fails=True, path=path, **option)
        flag = dict(option, plan="free --all")
        assert "free --all" in await call("replay", fails=True, path=log, **flag)


asyncio.run(main())
print("the official client and the server agree")
