"""Fits the weights of crates/tokens/src/weights.rs to counts.csv and prints the file.

    cargo run --package groq-tokens --example classes < tests/tokens/samples.jsonl \\
        | python3 tests/tokens/calibrate.py > crates/tokens/src/weights.rs

It needs numpy and scipy. The weights are none below zero, with the least squares
of the relative errors, outliers weighing less. The error that is stated is the honest one: each text is
estimated by weights that were fitted to the others.
"""

import csv
import pathlib
import sys

import numpy
from scipy.optimize import nnls

HERE = pathlib.Path(__file__).parent
FAMILIES = {"gpt_oss": "GPT_OSS", "llama": "LLAMA", "qwen3": "QWEN3", "qwen35": "QWEN35"}

classes = numpy.array([[int(n) for n in line.split(",")] for line in sys.stdin], dtype=float)
counts = list(csv.DictReader((HERE / "counts.csv").open()))
# A little weight of its own keeps what few texts have near to one in two.
RIDGE = 0.02


def fit(rows, real):
    width = rows.shape[1]
    relative = rows / real[:, None]
    trust = numpy.ones(len(real))
    for _ in range(12):
        matrix = numpy.vstack([relative * trust[:, None], RIDGE * numpy.eye(width)])
        target = numpy.concatenate([trust, RIDGE * 0.5 * numpy.ones(width)])
        weights = nnls(matrix, target)[0]
        # What is far off pulls no harder than what is a tenth off.
        off = numpy.abs(relative @ weights - 1)
        trust = 1 / numpy.sqrt(numpy.maximum(off, 0.1) / 0.1)
    return weights


def p95(errors):
    ordered = sorted(errors)
    return ordered[-(-95 * len(ordered) // 100) - 1]


print("//! Written by tests/tokens/calibrate.py from tests/tokens/counts.csv.\n")
print("use crate::classes::CLASSES;\n")
print("/// The tokens of each class, and how far off they were.")
print("pub(crate) struct Weights {\n    pub(crate) thousandths: [u32; CLASSES],\n    pub(crate) error_permille: u64,\n}")
for column, name in FAMILIES.items():
    real = numpy.array([float(row[column]) for row in counts])
    weights = numpy.round(1000 * fit(classes, real))
    inside = numpy.abs(classes @ weights / 1000 - real) / real
    left_out = []
    for index in range(len(real)):
        others = numpy.arange(len(real)) != index
        guess = classes[index] @ fit(classes[others], real[others])
        left_out.append(abs(guess - real[index]) / real[index])
    stated = int(numpy.ceil(1000 * p95(left_out)))
    worst = sorted(zip(left_out, [row["name"] for row in counts]), reverse=True)[:6]
    print(f"{name}: p95 {p95(inside):.3f} fitted, {p95(left_out):.3f} left out; worst {worst}", file=sys.stderr)
    print(f"\npub(crate) const {name}: Weights = Weights {{\n    thousandths: [")
    for weight in weights:
        print(f"        {int(weight)},")
    print(f"    ],\n    error_permille: {stated},\n}};")
