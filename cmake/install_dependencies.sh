#!/bin/sh
# Installs what building axle needs, and with `--for-tests` what its tests need besides, if it is missing: with apt on Debian and Ubuntu, with
# brew on macOS.
set -eu

if command -v apt-get > /dev/null 2>&1; then
    packages="g++ mold cmake ninja-build pkg-config python3 libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev libspdlog-dev
              libfmt-dev libdeflate-dev libisal-dev libzip-dev"
    if [ "${1:-}" = --for-tests ]; then
        packages="$packages catch2 git nghttp2-server python3-pip-whl python3-setuptools-whl clang-format-19 clang-19 libc++-19-dev libc++abi-19-dev"
    fi
    missing=""
    for package in $packages; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        as_root=""
        [ "$(id -u)" = 0 ] || as_root=sudo
        $as_root apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
    fi
elif command -v brew > /dev/null 2>&1; then
    for formula in cmake ninja pkg-config python3 curl openssl@3 nghttp2 nlohmann-json cli11 tomlplusplus spdlog fmt libdeflate isa-l libzip catch2; do
        brew list --formula "$formula" > /dev/null 2>&1 || brew install --quiet "$formula"
    done
else
    echo "neither apt-get nor brew is here: install the libraries that cmake/Dependencies.cmake names by hand" >&2
    exit 1
fi
