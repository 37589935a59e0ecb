#!/usr/bin/env bash
# Installs a build into a prefix of its own, builds the examples against nothing but that, and runs
# them:  check.sh BUILD_DIR SOURCE_DIR
set -euo pipefail
build=$1 source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" > "$work/install.log"
# A copy, so that no header of the sources can be found by accident.
cp -r "$source/examples" "$work/examples"
compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
cmake -S "$work/examples" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_PREFIX_PATH="$work/prefix" > "$work/configure.log" || { cat "$work/configure.log"; exit 1; }
cmake --build "$work/build" > "$work/build.log" || { cat "$work/build.log"; exit 1; }

"$work/build/sni" "$source/samples/web.pcapng" | diff "$source/tests/package/expected/sni.txt" -

# No header file includes one that is not installed.
headers=$(cd "$work/prefix/include/tlsonar" && find . -name '*.h' | sort | sed 's,^\./,,')
for header in $headers; do echo "#include \"$header\""; done > "$work/all.cc"
"$compiler" -std=c++20 -fsyntax-only -I "$work/prefix/include/tlsonar" "$work/all.cc"

# The program and the rest are where they belong.
"$work/prefix/bin/tlsonar" --version
for file in share/tlsonar/schema/handshake-1.schema.json share/tlsonar/schema/analysis-1.schema.json \
  share/doc/tlsonar/README.md share/doc/tlsonar/LICENSE; do
  test -s "$work/prefix/$file" || { echo "not installed: $file"; exit 1; }
done
