#!/bin/sh
# Locks this example for two accelerators and syncs it for two recorded machines with the given axle: sync.sh AXLE WORK_DIRECTORY
# A server on 127.0.0.1 serves the files of the quickstart example; nothing else is asked.
set -eu
axle=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../quickstart/begin.sh"

run() {
    echo "\$ axle $*"
    "$axle" "$@"
}
says() {
    .venv/bin/python -c 'import torch; print(torch.__version__)' | tee "$work/said"
    grep -q "^$1\$" "$work/said"
}

run lock
run plan
# Two recorded machines, one with an L4 and one without a GPU, each get their own from the same lock.
run lock --profile l4
run sync --profile l4
says "2.5.1+cu124"
# The environment stays what it was made for.
run sync
says "2.5.1+cu124"
run sync --profile ci-ubuntu
says "2.5.1+cpu"
# Who names one is obeyed, whatever the machine.
run sync --accelerator cu124
says "2.5.1+cu124"
