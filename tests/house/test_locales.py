"""Every feature of the front end says everything in both languages. (The compiler checks the keys as well.)"""

import re
from pathlib import Path

from tests.house.source import ROOT

WEB = ROOT / "web" / "src"
KEY = re.compile(r"^    (\w+):", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Words that stay Chinese in an English sentence: names of things that exist only under that name.
NAMES = {"中文", "客档", "省", "市", "区", "纷享销客", "悟空"}


def complaints(text: str) -> list[str]:
    """What is wrong with a locale file."""
    zh, found, en = text.partition("\n  en: {")
    if not found:
        return ["has no English part"]
    missing = set(KEY.findall(zh)) ^ set(KEY.findall(en))
    left = [word for word in CHINESE.findall(re.sub(r"//.*", "", en)) if word not in NAMES]
    return [*(f"only one language has {key}" for key in sorted(missing)), *(f"English says {word}" for word in left)]


def without_locale(feature: Path) -> list[str]:
    """Folders with components but without texts, neither here nor above."""
    found: list[str] = []
    for folder in {path.parent for path in feature.rglob("*.tsx") if ".test." not in path.name}:
        above = [folder, *folder.parents]
        if not any((place / "locale.ts").exists() for place in above[: above.index(feature) + 1]):
            found.append(str(folder.relative_to(feature.parent)))
    return sorted(found)


def test_every_locale_is_complete() -> None:
    files = sorted(WEB.rglob("locale.ts"))
    assert files
    broken = {str(p.relative_to(WEB)): found for p in files if (found := complaints(p.read_text(encoding="utf-8")))}
    assert broken == {}


def test_every_feature_has_its_texts() -> None:
    assert [name for feature in (WEB / "features").iterdir() for name in without_locale(feature)] == []


def test_gaps_are_seen(tmp_path: Path) -> None:
    good = 'export const l = defineLocale({\n  zh: {\n    yes: "是",\n  },\n  en: {\n    yes: "Yes",\n  },\n});\n'
    assert complaints(good) == []
    assert complaints(good.replace('"Yes"', '"是"')) == ["English says 是"]
    assert complaints(good.replace('    yes: "Yes",\n', "")) == ["only one language has yes"]
    (tmp_path / "orders" / "list").mkdir(parents=True)
    (tmp_path / "orders" / "list" / "Page.tsx").write_text("")
    assert without_locale(tmp_path / "orders") == ["orders/list"]
    (tmp_path / "orders" / "locale.ts").write_text(good)
    assert without_locale(tmp_path / "orders") == []
