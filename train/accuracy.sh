#!/bin/sh
# From a folder of dumps with truth to src/confidence.tsv and docs/ACCURACY.md: accuracy.sh FOLDER [flags of accuracy.py]
# Trains on three quarters of the sites in a copy of the project, so that the rest is new to the weights, and measures that.
set -eu
folder=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")/.." && pwd)
profile=${PROFILE:-release}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

cd "$here"
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$here/target/accuracy}"
program=$CARGO_TARGET_DIR/$profile/unscrape
train/run.sh "$folder" 0:75
python3 train/calibrate.py open src/confidence.tsv
cargo build --profile "$profile" --locked
python3 train/calibrate.py fit "$program" "$folder" src/confidence.tsv --folds 75:100 >"$copy/crossed"
cp src/confidence.tsv "$here/src/confidence.tsv"
cargo build --profile "$profile" --locked
python3 train/accuracy.py "$program" "$folder" "$here/docs/ACCURACY.md" --folds 75:100 --crossed "$copy/crossed" "$@"
