"""What is warned of, and what is not."""

import time

import pytest

from kedang.engine.secrets_in_text import kinds_in
from kedang.engine.standardise.bank_cards import passes_luhn


def valid(digits: str) -> str:
    """The number with the check digit that fits."""
    return next(digits + str(last) for last in range(10) if passes_luhn(digits + str(last)))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("客户的网银密码：Ab123456，勿外传", ["password"]),
        ("密码是 hunter22", ["password"]),
        ("Password is s3cret!x", ["password"]),
        ("pwd=Qwerty12", ["password"]),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", ["private_key"]),
        ("-----BEGIN PRIVATE KEY-----", ["private_key"]),
        ("key AKIAIOSFODNN7EXAMPLE", ["api_token"]),
        ("ghp_" + "a1" * 18, ["api_token"]),
        ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", ["api_token"]),
        (f"卡号 {valid('622202123456789012')}", ["card"]),
        ("visa 4111-1111-1111-1111", ["card"]),
        ("密码：Ab123456 卡 4111111111111111", ["password", "card"]),
    ],
)
def test_it_is_seen(text: str, kinds: list[str]) -> None:
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "客户忘记密码，已引导重置。",
        "请客户修改密码后再登录",
        "password reset was sent",
        "手机 13800138000，身份证 110101199003074514",
        "订单号 202611230000123456",
        "visa 4111-1111-1111-1112",
        "asked for the public key: ssh-ed25519 AAAAC3Nza",
        "会议室密钥在前台",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert kinds_in(text) == []


@pytest.mark.parametrize("seed", ["密码", "password ", "1 ", "eyJa.", "密码：a", "-----BEGIN ", "ghp_a", "AKIA"])
def test_a_long_text_takes_no_longer_than_its_length(seed: str) -> None:
    started = time.process_time()
    kinds_in(seed * (100_000 // len(seed)))
    assert time.process_time() - started < 1
