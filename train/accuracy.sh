#!/bin/sh
# From a folder of dumps with truth to docs/ACCURACY.md: accuracy.sh FOLDER [flags of accuracy.py]
# Trains on three quarters of the sites in a copy of the project, so that the rest is new to the weights, and measures that.
set -eu
folder=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

cd "$here"
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$here/target/accuracy}"
train/run.sh "$folder" 0:75
cargo build --release --locked
python3 train/accuracy.py "$CARGO_TARGET_DIR/release/unscrape" "$folder" "$here/docs/ACCURACY.md" --folds 75:100 "$@"
