#!/usr/bin/env bash
# Runs one fuzz target for so many seconds from its committed corpus: fuzz_one.sh TARGET SECONDS
set -euo pipefail
target=$1 seconds=$2
name=$(basename "$target")
name=${name#fuzz_}
work=build/corpus/$name
mkdir -p "$work"
log=build/corpus/$name.log
if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="build/corpus/$name-" \
  "$work" "fuzz/corpus/$name" > "$log" 2>&1; then
  printf '%-16s %s\n' "$name" "$(grep -E '^Done' "$log" | tail -1)"
else
  printf '%-16s FOUND, see %s\n' "$name" "$log"
  tail -30 "$log"
  exit 1
fi
