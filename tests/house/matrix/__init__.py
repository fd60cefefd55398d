"""The matrix: every route × method × role × ownership, asked for real, compared with a table that people review."""
