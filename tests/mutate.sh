#!/bin/sh
# Breaks random lines of a room, one at a time, and reports those that no test of the room notices.
#   sh tests/mutate.sh ROOM [COUNT [SEED [PROGRAM...]]]
# COUNT is 100, SEED 1, the programs test_ROOM. It works on a copy of the tree in build/mutate; what does not compile does not count.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
room=$1
count=${2:-100}
seed=${3:-1}
[ $# -gt 3 ] && shift 3 || set -- "test_$room"
copy=$root/build/mutate
mkdir -p "$copy"
(cd "$root" && git ls-files -z CMakeLists.txt CMakePresets.json cmake src include tests examples docs | tar --null -T - -cf -) | tar -xf - -C "$copy"
cmake -S "$copy" --preset quick > "$copy/configure.log"
cmake --build "$copy/build/quick" --target "$@" > "$copy/build.log"
exec python3 "$root/tests/mutate.py" "$copy" "$room" "$count" "$seed" "$@"
