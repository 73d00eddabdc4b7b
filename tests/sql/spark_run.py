"""Loads usages into Spark, runs the exported script, writes what it says."""

import csv
import sys

import pyspark
from pyspark.sql import SparkSession

script, usages, out, zone = sys.argv[1:]
names = dict(line.split("=", 1) for line in open(usages + ".names").read().splitlines())


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.session.timeZone", zone)
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.sql.warehouse.dir", out + ".warehouse")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
kinds = {"row": "INT", "model": "STRING", "input": "BIGINT", "cached": "BIGINT",
         "output": "BIGINT", "time": "STRING", "batch": "BOOLEAN"}
schema = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
table = spark.read.csv(usages, header=True, schema=schema, quote='"', escape='"')
time = {"DATE": "DATE", "TIMESTAMP": "TIMESTAMP_NTZ", "TIMESTAMPTZ": "TIMESTAMP"}
table = table.withColumn("time", table["time"].cast(time[names["time_type"]]))
table = table.toDF(*(names.get(name, name) for name in kinds))
table.createOrReplaceTempView(quoted(names["table"]))
# Every statement ends a line, and no literal of the script holds a line break.
for statement in open(script).read().split(";\n"):
    if statement.strip():
        spark.sql(statement)
costs = quoted(names["costs"])
with open(out, "w", newline="") as file:
    writer = csv.writer(file)
    total = f"SELECT count(*), sum(cost_picodollars), sum(cost_usd) FROM {costs}"
    writer.writerow(map(str, spark.sql(total).first()))
    rows = f"SELECT `row`, cost_picodollars, cost_usd FROM {costs} ORDER BY `row`"
    for row, picodollars, usd in spark.sql(rows).collect():
        writer.writerow([row, "" if picodollars is None else f"{picodollars:f}",
                         "" if usd is None else f"{usd:f}"])
print("spark", pyspark.__version__)
spark.stop()
