"""Finding duplicates, measured: made-up Chinese customers with known duplicates, and the sets of Febrl.

    python -m benchmarks.matching generate --count 1000000 --seed 7 --out folder
    python -m benchmarks.matching judge --truth truth.csv --clusters clusters.json --numbers export.csv
    python -m benchmarks.matching run --count 100000 --seed 7 --home folder
    python -m benchmarks.matching febrl --data folder --home folder

It is written from what happens in offices, and knows nothing of how Kedang compares. A third of every table and of the
families of mistakes is used with `--holdout` only: whoever improves the matching looks at the other two thirds.
"""
