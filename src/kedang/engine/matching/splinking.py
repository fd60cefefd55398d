"""The model in Splink's terms: one description that DuckDB and Spark run alike."""

from typing import Any

from splink import SettingsCreator

from kedang.engine.matching.columns import ID, KEYS
from kedang.engine.matching.comparisons import COMPARISONS, Comparison, Level
from kedang.engine.matching.conditions import Dialect
from kedang.engine.matching.model import RAREST, Odds, Parameters


def settings(parameters: Parameters, dialect: Dialect) -> SettingsCreator:
    """Splink's settings for deduplication: pairs that share a key, compared as `comparisons` says."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=[_comparison(c, parameters, dialect) for c in COMPARISONS[parameters.kind]],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": f"l.{KEYS} = r.{KEYS}", "sql_dialect": dialect, "arrays_to_explode": [KEYS]}
        ],
        probability_two_random_records_match=parameters.prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(comparison: Comparison, parameters: Parameters, dialect: Dialect) -> dict[str, Any]:
    odds = parameters.odds[comparison.code]
    unknown = {
        "sql_condition": comparison.unknown.sql(dialect),
        "label_for_charts": "unknown",
        "is_null_level": True,
    }
    return {
        "output_column_name": comparison.code,
        "comparison_levels": [unknown, *(_level(level, odds[level.code], dialect) for level in comparison.levels)],
    }


def _level(level: Level, odds: Odds, dialect: Dialect) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sql_condition": level.when.sql(dialect) if level.when else "ELSE",
        "label_for_charts": level.code,
        "m_probability": odds.m,
        "u_probability": odds.u,
    }
    if level.by:
        found |= {"tf_adjustment_column": level.by, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": RAREST}
        # The weight becomes log2(m / frequency), as in `scoring`.
        found["disable_tf_exact_match_detection"] = True
    return found
