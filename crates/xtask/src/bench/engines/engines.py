"""Makes a usage log, and prices it with the command, DuckDB or Polars."""

import json
import os
import sys
import time
from decimal import Decimal

TYPES = {
    "time": "TIMESTAMP",
    "model": "VARCHAR",
    "input": "BIGINT",
    "cached": "BIGINT",
    "output": "BIGINT",
    "batch": "BOOLEAN",
    "team": "VARCHAR",
}


def make(folder, rows, models):
    """Writes the log in each format: requests in order over thirty days."""
    import duckdb

    rows = int(rows)
    names = ", ".join(f"'{name}'" for name in models.split(","))
    count = models.count(",") + 1
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '4GB'")
    connection.execute(
        f"""
        COPY (
            SELECT
                TIMESTAMP '2026-06-04' + to_seconds(i * 30 * 86400 // {rows}) AS time,
                [{names}][(1 + hash(i, 'model') % {count})::BIGINT] AS model,
                input,
                CASE WHEN hash(i, 'hit') % 2 = 0 THEN input // 256 * 128 ELSE 0 END AS cached,
                (1 + hash(i, 'output') % 1500)::BIGINT AS output,
                hash(i, 'batch') % 5 = 0 AS batch,
                'team-' || hash(i, 'team') % 20 AS team
            FROM (
                SELECT i, (50 + hash(i, 'input') % 6000)::BIGINT AS input
                FROM range({rows}) AS numbers(i)
            )
        ) TO '{folder}/log.parquet' (FORMAT parquet)
        """
    )
    for ending, options in {
        "csv": "FORMAT csv, HEADER",
        "csv.gz": "FORMAT csv, HEADER, COMPRESSION gzip",
        "jsonl": "FORMAT json",
    }.items():
        connection.execute(
            f"COPY (FROM '{folder}/log.parquet') TO '{folder}/log.{ending}' ({options})"
        )


def prices(command):
    """Picodollars a token, by model: prompt, cached prompt and completion."""
    listing = json.loads(os.popen(f"'{command}' models --as-of 2026-06-04 --json").read())

    def price(entry, name):
        text = entry[f"{name}_per_million_usd"]
        return None if text is None else int(Decimal(str(text)) * 1_000_000)

    known = {}
    for model in listing["models"]:
        entry = model.get("prices") or {}
        if entry.get("input_per_million_usd") and entry.get("output_per_million_usd"):
            full = price(entry, "input")
            known[model["id"]] = (full, price(entry, "cached_input") or full, price(entry, "output"))
    return known


def duckdb(path, threads, known):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    connection.execute(
        "CREATE TABLE prices (model VARCHAR, full_price BIGINT, cached_price BIGINT, output_price BIGINT)"
    )
    connection.executemany(
        "INSERT INTO prices VALUES (?, ?, ?, ?)", [(name, *of) for name, of in known.items()]
    )
    source = {
        "csv": f"read_csv('{path}', header = true, columns = {TYPES})",
        "gz": f"read_csv('{path}', header = true, columns = {TYPES})",
        "jsonl": f"read_json('{path}', format = 'newline_delimited', columns = {TYPES})",
        "parquet": f"read_parquet('{path}')",
    }[path.rsplit(".", 1)[1]]
    start = time.perf_counter()
    # Batch is half price, rounded to the even neighbour.
    groups = connection.execute(
        f"""
        WITH priced AS (
            SELECT time::DATE AS day, model, team, input, cached, output,
                CASE WHEN batch
                    THEN input * full_price + output * output_price
                    ELSE (input - cached) * full_price + cached * cached_price
                        + output * output_price
                END AS whole,
                batch
            FROM {source} JOIN prices USING (model)
        )
        SELECT day, model, team, count(*), sum(input), sum(cached), sum(output),
            sum(CASE WHEN batch THEN (whole >> 1) + ((whole & 3) = 3)::BIGINT ELSE whole END)
        FROM priced GROUP BY ALL
        """
    ).fetchall()
    return time.perf_counter() - start, [sum(group[column] for group in groups) for column in range(3, 8)]


def polars(path, threads, known):
    os.environ["POLARS_MAX_THREADS"] = threads
    import polars as pl

    text, whole = pl.String, pl.Int64
    schema = {
        "time": pl.Datetime("us"),
        "model": text,
        "input": whole,
        "cached": whole,
        "output": whole,
        "batch": pl.Boolean,
        "team": text,
    }
    names = ["model", "full_price", "cached_price", "output_price"]
    table = pl.LazyFrame([(name, *of) for name, of in known.items()], schema=names, orient="row")
    start = time.perf_counter()
    ending = path.rsplit(".", 1)[1]
    day = pl.col("time").dt.date()
    if ending == "parquet":
        log = pl.scan_parquet(path)
    elif ending == "jsonl":
        log = pl.scan_ndjson(path, schema={**schema, "time": text})
        day = pl.col("time").str.slice(0, 10)
    else:
        log = pl.scan_csv(path, schema=schema, try_parse_dates=True)
    paid = pl.col("output") * pl.col("output_price")
    half = pl.col("input") * pl.col("full_price") + paid
    full = pl.col("input") - pl.col("cached")
    full = full * pl.col("full_price") + pl.col("cached") * pl.col("cached_price") + paid
    odd = (half % 4 == 3).cast(whole)
    cost = pl.when(pl.col("batch")).then(half // 2 + odd).otherwise(full)
    groups = (
        log.join(table, on="model")
        .with_columns(day.alias("day"), cost.alias("cost"))
        .group_by("day", "model", "team")
        .agg(pl.len(), pl.col("input", "cached", "output", "cost").sum())
        .collect(engine="streaming")
    )
    sums = [groups[name].cast(whole).sum() for name in ("len", "input", "cached", "output", "cost")]
    return time.perf_counter() - start, sums


def ours(command, path, threads):
    """The command as it is called; its start counts."""
    read, write = os.pipe()
    start = time.perf_counter()
    line = [command, "cost", path, "--by", "team", "--threads", threads, "--json"]
    child = os.posix_spawn(command, line, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)])
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(line)} failed")
    total = json.loads(said)["total"]
    names = ["rows", "input_tokens", "cached_input_tokens", "output_tokens"]
    sums = [total[name] for name in names] + [int(Decimal(total["usd"]) * 10**12)]
    return {"seconds": seconds, "sums": [str(one) for one in sums], "peak_mb": usage.ru_maxrss / 1000}


def main(verb, *rest):
    if verb == "make":
        return make(*rest)
    if verb == "ours":
        return print(json.dumps(ours(*rest)))
    command, path, threads = rest
    seconds, sums = {"duckdb": duckdb, "polars": polars}[verb](path, threads, prices(command))
    print(json.dumps({"seconds": seconds, "sums": [str(one) for one in sums]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
