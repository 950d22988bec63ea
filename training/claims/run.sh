#!/usr/bin/env bash
# Teaches the claim students from beginning to end: `training/claims/run.sh BENCH WORK`, from the project's root.
#
# In:  BENCH, the folder that holds claims/ (silver) and data/ (the public development sets); WORK, a folder to work in, with a Python
#      environment in WORK/venv (README.md says how to make it).
# Out: models/claims-english.bin, and the cross-validation of each student on standard output.
# A step whose output lies in WORK already is passed over. The teacher's labels name their sentences by document, text and offsets, so they
# hold for other patterns and features: only a change of the parser or of silver asks for a new WORK.
set -euo pipefail
[ $# -eq 2 ] || { echo 'usage: training/claims/run.sh BENCH WORK' >&2; exit 2; }
bench=$1 work=$2 python=$2/venv/bin/python
samples=$bench/../samples
mkdir -p "$work"
# A step writes beside its name first, so that a broken run leaves no half of a file.
step() { [ -s "$work/$1" ] || { echo "== $1" >&2; "${@:2}" && mv "$work/$1.part" "$work/$1"; }; }
pool() { python3 training/claims/pool.py "$bench/data" "$bench"/claims/*_docs.jsonl "$samples"/*.txt > "$work/pool.jsonl.part"; }
export_coded() { cargo xtask train export --silver "$bench/claims" --out "$work/coded.jsonl.part"; }
export_uncoded() { cargo xtask train export --texts "$work/pool.jsonl" --out "$work/uncoded.jsonl.part"; }
teach() { nice "$python" training/claims/teach.py "$work/coded.jsonl" "$work/uncoded.jsonl" > "$work/taught.jsonl.part"; }

step pool.jsonl pool
step coded.jsonl export_coded
step uncoded.jsonl export_uncoded
step taught.jsonl teach
cargo xtask train claims --silver "$bench/claims" --pool "$work/pool.jsonl" --taught "$work/taught.jsonl"
