#!/bin/sh
# How quick the small things are: run.sh [AXLE] [RUNS]. Uses the quickstart example and its server; see docs/benchmarks.md.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
axle=$(realpath "${1:-$root/build/release/axle}")
runs=${2:-61}
work=$(mktemp -d)
here=$root/examples/quickstart
. "$here/begin.sh"
trap 'kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT INT TERM

${CC:-cc} -O2 "$root/tests/benchmarks/launch.c" -o "$work/launch"
printf 'int main(void) { return 0; }\n' > "$work/nothing.c"
${CC:-cc} -O2 "$work/nothing.c" -o "$work/nothing"

# The first run installs, the second finds nothing to do and leaves its stamp.
for round in 1 2; do "$axle" sync --extra cpu > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; done

measure() {
    label=$1
    shift
    printf '%-34s' "$label"
    "$work/launch" "$runs" "$@"
}
printf '%-34s%8s %8s %8s %8s\n' "$runs runs each" "median" "least" "CPU ms" "KiB"
measure "a C program that does nothing" "$work/nothing"
measure "axle --version" "$axle" --version
measure "axle sync, nothing to do" "$axle" sync --extra cpu
rm -f .venv/.axle-stamp
measure "axle sync --dry-run (no stamp)" "$axle" sync --extra cpu --dry-run
measure "the same offline (warm resolve)" "$axle" sync --extra cpu --dry-run --offline
