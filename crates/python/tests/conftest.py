"""What the tests share: the published vectors, and the command to compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def vectors():
    files = sorted((ROOT / "tests/vectors").glob("*.json"))
    return [vector for file in files for vector in json.loads(file.read_text())]


@pytest.fixture(scope="session")
def command():
    """Runs `groq-calc`: what it prints, or with `refused` why it does not."""

    def run(*args, text="", refused=False):
        done = subprocess.run(
            [os.environ["GROQ_CALC_COMMAND"], *args], input=text, capture_output=True, text=True
        )
        if refused:
            assert done.returncode == 2, done.stdout
            return done.stderr.strip().removeprefix("error: ")
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    return run


@pytest.fixture
def mock():
    """Starts `groq-calc mock` with some options; its address."""
    servers = []

    def start(*options):
        server = subprocess.Popen(
            [os.environ["GROQ_CALC_COMMAND"], "mock", "--port", "0", *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        servers.append(server)
        return server.stdout.readline().split("/openai/v1")[0]

    yield start
    for server in servers:
        server.terminate()
        server.wait()
