#!/usr/bin/env bash
# Builds and runs the benchmark of batch GCD by itself: bench/batch_gcd.sh [COUNT [THREADS [LIMIT]]]
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/bench
${CXX:-g++} -std=c++20 -O2 -I. bench/batch_gcd.cc trust/keys/batch_gcd.cc \
  trust/keys/shared_factor_tree.cc trust/keys/blocklist.cc trust/keys/key_numbers.cc \
  trust/certificate_hasher.cc trust/der.cc -lcrypto -lgmp -pthread -o build/bench/batch_gcd
exec build/bench/batch_gcd "$@"
