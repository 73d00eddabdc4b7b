#!/usr/bin/env bash
# Judges the question files in $FILES with the command $1, and writes the report to $2:
# the verdict, the cost before ($BASE, a commit, where there is one) and now, and what
# will change within $DAYS days. Exit code 2 for a question that can't be read.
set -euo pipefail
command=$1 report=$2
shopt -s nullglob globstar
# The patterns are meant to be expanded.
# shellcheck disable=SC2206
files=($FILES)
if [ ${#files[@]} -eq 0 ]; then
  echo "files is \`$FILES\`; it must name question files" >&2
  exit 2
fi

# Exit code 1 is an answer too: something does not fit, or something changes.
answered() {
  local code=0
  "$@" || code=$?
  [ "$code" -le 1 ] || exit "$code"
  return "$code"
}

fits=true
{
  answered "$command" check "${files[@]}" --format markdown || fits=false
  if [ -n "${BASE:-}" ]; then
    printf '\n### Cost a month in dollars\n\n| file | before | now |\n|---|---|---|\n'
    for file in "${files[@]}"; do
      before="new"
      if git cat-file -e "$BASE:$file" 2>/dev/null; then
        before=$(git show "$BASE:$file" | "$command" check - --json | jq -r '.questions[0].monthly_usd // "nothing fits"') || true
      fi
      now=$("$command" check "$file" --json | jq -r '.questions[0].monthly_usd // "nothing fits"') || true
      printf '| %s | %s | %s |\n' "$file" "$before" "$now"
    done
  fi
  printf '\n### What will change\n\n'
  answered "$command" watch "${files[@]}" --days "${DAYS:-60}" --format markdown || true
} >"$report"
cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
echo "fits=$fits" >>"${GITHUB_OUTPUT:-/dev/stdout}"
