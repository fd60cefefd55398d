"""Tests of the benchmarks' own tools: a wrong judge would praise a wrong matcher."""
