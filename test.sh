#!/usr/bin/env bash
# Builds everything, runs every test project, and ends with one line "N passed, N failed, N skipped" over all of them.
# ./test.sh [FILTER]   FILTER is handed to dotnet test --filter.
set -uo pipefail
cd "$(dirname "$0")"
. ./.ci/sdk.sh
require_sdk || exit 1

results=.local/test-results
rm -rf "$results" && mkdir -p "$results" || { echo "test.sh: $results cannot be written; make the folder writable." >&2; exit 1; }

echo "Building ..."
dotnet build RetailServerless.sln -c Release -v q -nologo || { echo "test.sh: the build failed." >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  [ "$name" = RetailServerless.Benchmarks ] && continue
  echo "Testing $name ..."
  dotnet test "$project" -c Release --no-build -nologo -v q --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    --blame-hang-timeout 10m ${1:+--filter "$1"} > "$results/$name.log" 2>&1
  code=$?
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | head -n 1)
  if [ -z "$counters" ]; then
    if [ $code -eq 0 ]; then echo "  no tests matched"; continue; fi
    tail -n 40 "$results/$name.log"
    echo "  $name ended without a result (exit code $code)"
    failed=$((failed + 1))
    continue
  fi
  count() { printf '%s' "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(count total) executed=$(count executed) ok=$(count passed)
  bad=$((executed - ok)) left=$((total - executed))
  if [ $code -ne 0 ] && [ $bad -eq 0 ]; then bad=1; fi
  [ $bad -gt 0 ] && grep -vE '^\s*$' "$results/$name.log" | tail -n 60
  echo "  $ok passed, $bad failed, $left skipped"
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
