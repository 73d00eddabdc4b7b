"""Loads usages into DuckDB, runs the exported script, writes what it says."""

import csv
import sys

import duckdb

script, usages, out, zone = sys.argv[1:]
names = dict(line.split("=", 1) for line in open(usages + ".names").read().splitlines())


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


db = duckdb.connect()
db.execute(f"SET TimeZone = '{zone}'")
columns = {"row": "INTEGER", "model": "VARCHAR", "input": "BIGINT", "cached": "BIGINT",
           "output": "BIGINT", "time": names["time_type"], "batch": "BOOLEAN"}
defined = ", ".join(f"{quoted(names.get(name, name))} {kind}" for name, kind in columns.items())
db.execute(f"CREATE TABLE {quoted(names['table'])} ({defined})")
db.execute(f"COPY {quoted(names['table'])} FROM '{usages}' (HEADER, NULLSTR '', QUOTE '\"')")
db.execute(open(script).read())
costs = quoted(names["costs"])
with open(out, "w", newline="") as file:
    writer = csv.writer(file)
    total = f"SELECT count(*), sum(cost_picodollars), sum(cost_usd) FROM {costs}"
    writer.writerow(map(str, db.execute(total).fetchone()))
    rows = f'SELECT "row", cost_picodollars, cost_usd FROM {costs} ORDER BY "row"'
    for row, picodollars, usd in db.execute(rows).fetchall():
        writer.writerow([row, "" if picodollars is None else picodollars,
                         "" if usd is None else f"{usd:f}"])
print("duckdb", duckdb.__version__)
