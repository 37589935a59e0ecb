#!/usr/bin/env bash
# Speed and memory of `tlsonar analyze`, as ratios against libpcap's empty loop over the same file:
#
#   bench/run.sh [--keep] [NAME…]      names: bulk dense halfopen halfhello (default: all)
#   bench/run.sh scan                 what `tlsonar scan` costs, each figure beside its limit (needs nginx)
#   bench/run.sh audit                what judging and HTML of many endpoints cost, beside their limits
#
# Makes the captures in build/bench from samples/ (2 GB at a time) and deletes them afterwards;
# --keep leaves them for the next time. TLSONAR names another binary. Times are CPU time, user and
# system, the least of five runs, with the files in the page cache.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "${1:-}" != scan ] || exec python3 bench/scan.py
[ "${1:-}" != audit ] || exec python3 bench/audit.py

mkdir -p build/bench
cmake -S bench -B build/bench/tools -G Ninja -DCMAKE_BUILD_TYPE=Release > build/bench/cmake.log
ninja -C build/bench/tools --quiet > build/bench/ninja.log
exec python3 bench/measure.py "$@"
