#!/usr/bin/env bash
# Replays the committed corpora through every fuzz target: replay_corpora.sh BUILD
# Closes with a count, so that an empty run is seen.
set -euo pipefail
build=$1
passed=0
for target in "$build"/fuzz/fuzz_*; do
  [ -x "$target" ] && [ -f "$target" ] || continue
  name=$(basename "$target")
  corpus=fuzz/corpus/${name#fuzz_}
  [ -d "$corpus" ] || { echo "no corpus for $name" >&2; exit 1; }
  "$target" -runs=0 "$corpus" > /tmp/replay.$$ 2>&1 || { cat /tmp/replay.$$; exit 1; }
  passed=$((passed + 1))
done
rm -f /tmp/replay.$$
[ "$passed" -gt 0 ]
echo "corpora: $passed targets replayed"
