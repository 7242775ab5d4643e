#!/bin/sh
# Installs what is needed, builds the development preset and runs all tests. JOBS sets the parallelism.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
sh "$root/cmake/install_dependencies.sh" --for-tests
cmake -S "$root" --preset dev
cmake --build "$root/build/dev" --parallel "$jobs"
ctest --test-dir "$root/build/dev" --output-on-failure --parallel "$jobs"
