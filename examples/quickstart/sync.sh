#!/bin/sh
# Syncs this example with the given axle: sync.sh AXLE WORK_DIRECTORY
# A server on 127.0.0.1 serves the files of index/; nothing else is asked.
set -eu
axle=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work"
mkdir -p "$work"
python3 "$here/serve.py" > "$work/port" &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT INT TERM
tries=0
while [ ! -s "$work/port" ]; do
    tries=$((tries + 1))
    [ $tries -le 100 ] || { echo "the example's server did not start" >&2; exit 1; }
    sleep 0.1
done
port=$(cat "$work/port")

mkdir "$work/project"
sed "s/127\.0\.0\.1:8765/127.0.0.1:$port/" "$here/pyproject.toml" > "$work/project/pyproject.toml"
cd "$work/project"
export AXLE_CACHE_DIR="$work/cache"
unset VIRTUAL_ENV

for accelerator in cpu cu124; do
    echo "\$ axle sync --extra $accelerator"
    "$axle" sync --extra "$accelerator"
    .venv/bin/python -c 'import rich_text, torch; rich_text.hello(f"torch {torch.__version__}, CUDA {torch.version.cuda}")' | tee "$work/said"
    grep -q "torch 2.5.1+$accelerator" "$work/said"
done
echo "\$ axle pip list"
"$axle" pip list
