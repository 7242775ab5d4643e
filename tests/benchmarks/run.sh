#!/bin/sh
# How quick the small things are: run.sh [AXLE] [RUNS]. Uses the quickstart example and its server; see docs/benchmarks.md.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
axle=$(realpath "${1:-$root/build/release/axle}")
runs=${2:-61}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT INT TERM

${CC:-cc} -O2 "$root/tests/benchmarks/launch.c" -o "$work/launch"
printf 'int main(void) { return 0; }\n' > "$work/nothing.c"
${CC:-cc} -O2 "$work/nothing.c" -o "$work/nothing"

python3 "$root/examples/quickstart/serve.py" > "$work/port" &
server=$!
tries=0
while [ ! -s "$work/port" ]; do
    tries=$((tries + 1))
    [ $tries -le 100 ] || { echo "the example's server did not start" >&2; exit 1; }
    sleep 0.1
done

mkdir "$work/project"
sed "s/127\.0\.0\.1:8765/127.0.0.1:$(cat "$work/port")/" "$root/examples/quickstart/pyproject.toml" > "$work/project/pyproject.toml"
cd "$work/project"
export AXLE_CACHE_DIR="$work/cache"
unset VIRTUAL_ENV || :
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
