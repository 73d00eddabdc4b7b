use clap::ValueEnum;

/// Whose SQL.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// DuckDB.
    Duckdb,
    /// Apache Spark.
    Spark,
    /// Google BigQuery.
    Bigquery,
    /// PostgreSQL.
    Postgres,
    /// Snowflake.
    Snowflake,
}

/// How a usage table writes the time of a request.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimeKind {
    /// A day.
    Date,
    /// A date and time of UTC, without a zone.
    Timestamp,
    /// A moment, whatever the zone it is shown in.
    Timestamptz,
}

impl Dialect {
    /// A name as an identifier: whatever is in it stays in it.
    pub(super) fn identifier(self, name: &str) -> String {
        match self {
            Self::Duckdb | Self::Postgres | Self::Snowflake => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::Bigquery => format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`")),
        }
    }

    /// A text as a literal: whatever is in it stays in it.
    pub(super) fn literal(self, text: &str) -> String {
        let escaped = text.replace('\\', "\\\\");
        match self {
            Self::Duckdb => format!("'{}'", text.replace('\'', "''")),
            // Whatever standard_conforming_strings says.
            Self::Postgres if text.contains('\\') => {
                format!("E'{}'", escaped.replace('\'', "''"))
            }
            Self::Postgres => format!("'{}'", text.replace('\'', "''")),
            Self::Snowflake => format!("'{}'", escaped.replace('\'', "''")),
            Self::Spark | Self::Bigquery => format!("'{}'", escaped.replace('\'', "\\'")),
        }
    }

    /// The type that holds any token count times any price, and their sums,
    /// without rounding.
    pub(super) const fn whole(self) -> &'static str {
        match self {
            Self::Duckdb => "HUGEINT",
            Self::Spark => "DECIMAL(38, 0)",
            Self::Bigquery => "BIGNUMERIC",
            Self::Postgres => "NUMERIC",
            Self::Snowflake => "NUMBER(38, 0)",
        }
    }

    /// The type of a token count or of a price: the product of two fits
    /// [`Dialect::whole`], and to multiply them rounds nothing.
    pub(super) const fn factor(self) -> &'static str {
        match self {
            Self::Duckdb => "HUGEINT",
            Self::Spark => "DECIMAL(18, 0)",
            Self::Bigquery => "BIGNUMERIC",
            Self::Postgres => "NUMERIC",
            Self::Snowflake => "NUMBER(18, 0)",
        }
    }

    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Duckdb | Self::Snowflake => "VARCHAR",
            Self::Spark | Self::Bigquery => "STRING",
            Self::Postgres => "TEXT",
        }
    }

    /// Half of a whole number, rounded half to even. Only even numbers are
    /// halved, so no division has a rest that an engine could round its own way.
    pub(super) fn half(self, of: &str) -> String {
        let even = format!("({of} - MOD({of}, 2))");
        let half = match self {
            Self::Duckdb => format!("{even} // 2"),
            Self::Spark => format!("CAST({even} * 0.5BD AS DECIMAL(38, 0))"),
            Self::Bigquery => format!("DIV({even}, 2)"),
            Self::Postgres => format!("DIV({even}, 2)"),
            Self::Snowflake => format!("CAST({even} * 0.5 AS NUMBER(38, 0))"),
        };
        format!("{half} + CASE WHEN MOD({of}, 4) = 3 THEN 1 ELSE 0 END")
    }

    /// Whole picodollars as dollars with twelve decimals.
    pub(super) fn dollars(self, picodollars: &str) -> String {
        match self {
            Self::Duckdb => {
                format!(
                    "CAST({picodollars} AS DECIMAL(26, 0)) * CAST(0.000000000001 AS DECIMAL(12, 12))"
                )
            }
            // 25 digits by 12 is what 38 hold: more would cost decimals.
            Self::Spark => format!(
                "CAST({picodollars} AS DECIMAL(25, 0)) * CAST(0.000000000001BD AS DECIMAL(12, 12))"
            ),
            Self::Bigquery => format!("{picodollars} * BIGNUMERIC '0.000000000001'"),
            Self::Postgres => format!("{picodollars} * 0.000000000001"),
            Self::Snowflake => format!("CAST({picodollars} AS NUMBER(26, 0)) * 0.000000000001"),
        }
    }

    /// The day of UTC of a column.
    pub(super) fn day(self, column: &str, kind: TimeKind) -> String {
        match (kind, self) {
            (TimeKind::Date, _) => column.to_owned(),
            (TimeKind::Timestamp, _) => format!("CAST({column} AS DATE)"),
            (TimeKind::Timestamptz, Self::Duckdb | Self::Postgres) => {
                format!("CAST({column} AT TIME ZONE 'UTC' AS DATE)")
            }
            (TimeKind::Timestamptz, Self::Spark) => {
                format!("CAST(to_utc_timestamp({column}, current_timezone()) AS DATE)")
            }
            (TimeKind::Timestamptz, Self::Bigquery) => format!("DATE({column}, 'UTC')"),
            (TimeKind::Timestamptz, Self::Snowflake) => {
                format!("CAST(CONVERT_TIMEZONE('UTC', {column}) AS DATE)")
            }
        }
    }

    /// The beginning of a statement that makes a view.
    pub(super) const fn view(self) -> &'static str {
        match self {
            // On Spark nothing is written: both last as long as the session.
            Self::Spark => "CREATE OR REPLACE TEMPORARY VIEW",
            _ => "CREATE OR REPLACE VIEW",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_its_quotes() {
        for (dialect, identifier, literal) in [
            (Dialect::Duckdb, "\"a\"\"`b\\\"", "'a''\"`b\\'"),
            (Dialect::Postgres, "\"a\"\"`b\\\"", "E'a''\"`b\\\\'"),
            (Dialect::Snowflake, "\"a\"\"`b\\\"", "'a''\"`b\\\\'"),
            (Dialect::Spark, "`a\"``b\\`", "'a\\'\"`b\\\\'"),
            (Dialect::Bigquery, "`a\"\\`b\\\\`", "'a\\'\"`b\\\\'"),
        ] {
            assert_eq!(dialect.identifier("a\"`b\\"), identifier);
            assert_eq!(dialect.literal("a'\"`b\\"), literal);
        }
    }
}
