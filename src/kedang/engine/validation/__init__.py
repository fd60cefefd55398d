"""Validation rules: what an organisation demands of its records, compiled once and asked of any values. Pure."""
