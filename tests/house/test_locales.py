"""Every feature of the front end says everything in both languages. (The compiler checks the keys as well.)"""

import re

from tests.house.source import ROOT

WEB = ROOT / "web" / "src"
KEY = re.compile(r"^    (\w+):", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Words that stay Chinese in an English sentence: names of things that exist only under that name.
NAMES = {"中文", "客档", "省", "市", "区", "纷享销客", "悟空"}


IN_PLACE = re.compile(
    r"""(?<=[\w"'}]>)\s*([A-Z][a-z]+(?: [a-z]+)*)\s*(?=</)|\b(?:title|placeholder|label|aria-label)="([^"]+)\"""",
    re.ASCII,
)


def complaints(text: str) -> list[str]:
    """What is wrong with a locale file."""
    zh, found, en = text.partition("\n  en: {")
    if not found:
        return ["has no English part"]
    missing = set(KEY.findall(zh)) ^ set(KEY.findall(en))
    left = [word for word in CHINESE.findall(re.sub(r"//.*", "", en)) if word not in NAMES]
    return [*(f"only one language has {key}" for key in sorted(missing)), *(f"English says {word}" for word in left)]


def written_in_place(text: str) -> list[str]:
    """English words between tags or in an attribute that people read."""
    words = (found[0] or found[1] for found in IN_PLACE.findall(text))
    return [word for word in words if len(word) > 1]


def test_every_locale_is_complete() -> None:
    files = sorted(WEB.rglob("locale.ts"))
    assert files
    broken = {str(p.relative_to(WEB)): found for p in files if (found := complaints(p.read_text(encoding="utf-8")))}
    assert broken == {}


def test_no_component_holds_its_texts_itself() -> None:
    pages = [path for path in WEB.rglob("*.tsx") if ".test." not in path.name]
    found = {
        str(p.relative_to(WEB)): words for p in pages if (words := written_in_place(p.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_gaps_are_seen() -> None:
    good = 'export const l = defineLocale({\n  zh: {\n    yes: "是",\n  },\n  en: {\n    yes: "Yes",\n  },\n});\n'
    assert complaints(good) == []
    assert complaints(good.replace('"Yes"', '"是"')) == ["English says 是"]
    assert complaints(good.replace('    yes: "Yes",\n', "")) == ["only one language has yes"]
    assert written_in_place('<Button type="text">Save all</Button>') == ["Save all"]
    assert written_in_place('<Input placeholder="Name" />') == ["Name"]
    assert written_in_place("<Button title={texts.save}>{texts.save}</Button>") == []
