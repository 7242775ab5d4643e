#!/bin/sh
# From a fresh Debian 12 or macOS machine to the main job: installs what is needed, builds the release, syncs this example.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
sh "$root/cmake/install_dependencies.sh"
cmake -S "$root" --preset release
cmake --build "$root/build/release"
sh "$root/examples/quickstart/sync.sh" "$root/build/release/axle" "$root/build/quickstart"
echo "The program is $root/build/release/axle"
