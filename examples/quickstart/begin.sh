# For the sync.sh of an example or a benchmark, which sources it with `here`, its folder, and `work`, an empty place to be: serves the files of index/ on
# 127.0.0.1 until the script ends, copies the example's pyproject.toml to work/project with the server's address, and goes there.
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
