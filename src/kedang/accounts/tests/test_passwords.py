"""Passwords: stored as argon2id of the right strength, long, and not the first that anybody tries."""

import re
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret
from django.contrib.auth.hashers import identify_hasher

from kedang.accounts import hasher
from kedang.accounts.hasher import hash_password, password_fits
from kedang.accounts.passwords import require_good_password
from kedang.kit.errors import DomainError


def test_the_stored_form_names_its_strength() -> None:
    stored = hash_password("correct horse battery")
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert identify_hasher(stored).algorithm == "argon2"
    assert password_fits("correct horse battery", stored)
    assert not password_fits("Correct horse battery", stored)
    assert not password_fits("anything", None)


def test_a_weaker_stored_form_is_renewed_at_sign_in() -> None:
    weak = "argon2" + hash_secret(b"correct horse", b"saltsaltsalt", 1, 1024, 1, 32, Type.ID).decode()
    renewed: list[str] = []
    assert password_fits("correct horse", weak, upgrade=renewed.append)
    assert "m=19456,t=2,p=1" in renewed[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password.too_short"),
        ("密码太短了", "password.too_short"),
        ("x" * 257, "password.too_long"),
        ("aaaaaaaaaaaaaaaa", "password.too_common"),
        ("abababababab", "password.too_common"),
        ("0123456789012", "password.too_common"),
        ("Woaini1314520", "password.too_common"),
        ("zhangwei1234", "password.too_common"),
        ("qwertyuiop123", "password.too_common"),
    ],
)
def test_what_anybody_would_try_is_refused(password: str, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        require_good_password(password, login="zhangwei", name="张伟")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["a long enough sentence", "床前明月光疑是地上霜举头", "kX9!vbq72Lm#"])
def test_a_long_one_is_enough_without_classes_of_characters(password: str) -> None:
    require_good_password(password, login="zhangwei", name="张伟")


def test_a_crowd_too_large_to_queue_is_asked_to_come_back() -> None:
    taken = [hasher._queue.acquire(blocking=False) for _ in range(hasher.QUEUE)]
    try:
        with pytest.raises(DomainError, match="sign_in_busy"):
            hash_password("a long enough sentence")
    finally:
        for _ in taken:
            hasher._queue.release()
    assert hash_password("a long enough sentence")
    assert serve_threads() > hasher.QUEUE


def serve_threads() -> int:
    """How many requests are answered at once."""
    path = Path(hasher.__file__).parents[1] / "config" / "serve.py"
    found = re.search(r"^THREADS = (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return int(found.group(1))
