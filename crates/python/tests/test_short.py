"""The programs that `groq-calc code --short` writes, run as they are."""

import json
import os
import subprocess
import sys
import urllib.request

import pytest

MODEL = "openai/gpt-oss-20b"
# One more than a minute has room for at once.
PROMPTS = [f"Say {number}." for number in range(11)]
QUESTION = {
    "plans": ["free"],
    "workload": {
        "requests_per_day": 100,
        "input_tokens": 80,
        "output_tokens": 8,
        "max_completion_tokens": 16,
    },
    "requirements": {"models": [MODEL]},
    "limits": {MODEL: {"free": {"RPM": 10}}},
}


@pytest.mark.parametrize("language", ["python-groq", "python-openai"])
def test_the_short_program_keeps_to_the_limits(command, mock, tmp_path, language):
    program = tmp_path / "program.py"
    program.write_text(command("code", "-", "--language", language, "--short", text=json.dumps(QUESTION)))
    url = mock(f"--limit={MODEL}:RPM=10", "--completion-tokens", "8")
    environment = os.environ | {"GROQ_API_KEY": "gsk_test", "GROQ_BASE_URL": url}
    done = subprocess.run(
        [sys.executable, program],
        input="\n".join(PROMPTS),
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(PROMPTS), done.stdout
    with urllib.request.urlopen(url + "/mock/log") as answer:
        assert [entry["status"] for entry in json.load(answer)["requests"]] == [200] * len(PROMPTS)
