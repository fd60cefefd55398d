"""Are these two the same customer? Features, keys to look under, a probabilistic model, and clusters.

One model serves every place that asks: a run over the whole archive (Splink on DuckDB or Spark), a single new customer and a
batch of an import (plain Python). Chinese characters are compared for equality or spelled out first, never by their bytes.
"""
