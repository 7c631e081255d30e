#!/bin/sh
# From a folder of dumps with truth to the files of weights: run.sh FOLDER [FOLDS]
# FOLDS is the part of the sites that is used, such as 0:75; the rest can then be measured on.
# PROFILE, if it is set, is the profile that the program is built with, such as quick.
set -eu
folder=$1
folds=${2:-0:100}
here=$(cd "$(dirname "$0")" && pwd)
to=$here/../src/layout/visible
profile=${PROFILE:-release}
built=${CARGO_TARGET_DIR:-target}/$profile/examples
low=${folds%:*}
high=${folds#*:}
middle=$(((low + high) / 2))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$here/.."
cargo build --profile "$profile" --example features
cp "$built/features" "$work/features"
for part in "$low:$middle" "$middle:$high" "$folds"; do
    name=$work/$(echo "$part" | tr : -)
    python3 "$here/train.py" "$work/features" "$folder" "$name.model" --folds "$part" \
        --c1 1.0 --c2 0.1 --iterations "${ITERATIONS:-50}"
    python3 "$here/pack.py" "$work/features" "$name.weights" "$name.model"
done
# probabilities for the second look come from the chain that was not trained on these sites
python3 "$here/rank.py" "$work/features" "$folder" "$to/labeller.trees" \
    "$work/$low-$middle.weights:$middle:$high" "$work/$middle-$high.weights:$low:$middle"
# dates and authors are judged by what the labeller makes of a page
cargo build --profile "$profile" --example credits
python3 "$here/credits.py" "$built/credits" "$folder" "$to/../credits/credits.trees" \
    "$work/$low-$middle.weights:$middle:$high" "$work/$middle-$high.weights:$low:$middle"
cp "$work/$low-$high.weights" "$to/labeller.weights"
cargo build --profile "$profile" --example features
python3 "$here/fixture.py" "$built/features" "$work/$low-$high.model" "$to/labeller.fixture" \
    testdata/visible-page/*.txt testdata/body-only/paragraphs-en.txt
