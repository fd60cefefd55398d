"""The tables are what the models say, and a new installation reaches them."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from conftest import ALIASES


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ALIASES)
def test_the_test_database_was_migrated_from_empty_to_head(alias: str) -> None:
    executor = MigrationExecutor(connections[alias])
    applied = executor.loader.applied_migrations
    assert set(applied) >= set(executor.loader.graph.leaf_nodes()), "harness and migrations disagree"
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
