#!/bin/sh
# Locks this example for two accelerators and syncs each with the given axle: sync.sh AXLE WORK_DIRECTORY
# A server on 127.0.0.1 serves the files of the quickstart example; nothing else is asked.
set -eu
axle=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work"
mkdir -p "$work/project"
python3 "$here/../quickstart/serve.py" > "$work/port" &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT INT TERM
tries=0
while [ ! -s "$work/port" ]; do
    tries=$((tries + 1))
    [ $tries -le 100 ] || { echo "the example's server did not start" >&2; exit 1; }
    sleep 0.1
done
port=$(cat "$work/port")

sed "s/127\.0\.0\.1:8765/127.0.0.1:$port/" "$here/pyproject.toml" > "$work/project/pyproject.toml"
cd "$work/project"
export AXLE_CACHE_DIR="$work/cache"
unset VIRTUAL_ENV

run() {
    echo "\$ axle $*"
    "$axle" "$@"
}
says() {
    .venv/bin/python -c 'import torch; print(torch.__version__)' | tee "$work/said"
    grep -q "^$1\$" "$work/said"
}

run lock
for accelerator in cpu cu124; do
    run sync --accelerator "$accelerator"
    says "2.5.1+$accelerator"
done
# The environment stays what it was made for.
run sync
says "2.5.1+cu124"
