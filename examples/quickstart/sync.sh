#!/bin/sh
# Syncs this example with the given axle: sync.sh AXLE WORK_DIRECTORY
# A server on 127.0.0.1 serves the files of index/; nothing else is asked.
set -eu
axle=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../quickstart/begin.sh"

for accelerator in cpu cu124; do
    echo "\$ axle sync --extra $accelerator"
    "$axle" sync --extra "$accelerator"
    .venv/bin/python -c 'import rich_text, torch; rich_text.hello(f"torch {torch.__version__}, CUDA {torch.version.cuda}")' | tee "$work/said"
    grep -q "torch 2.5.1+$accelerator" "$work/said"
done
echo "\$ axle pip list"
"$axle" pip list
