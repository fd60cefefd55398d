"""What a look suggests: exact counts, each value once, and nothing where a mistake would be easy."""

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer, CustomValue
from kedang.archive.tests.filing import file_customer
from kedang.cleaning.tests.scene import COMMAND, Scene, counts, digest, make_scene
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.fields.queries import Option

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def suggested(scene: Scene, field: str) -> dict[str, list[tuple[str, str | None, int]]]:
    """Method → (from, to, count)."""
    found = scene.profile(field)["suggestions"]
    assert all(s["id"] == s["method"] and s["count"] == sum(c["count"] for c in s["changes"]) for s in found)
    return {s["method"]: [(c["before"], c["after"], c["count"]) for c in s["changes"]] for s in found}


def choices(code: str, *labels: str) -> Draft:
    options = tuple(Option(f"o{n}", label, label) for n, label in enumerate(labels))
    return Draft(code=code, label_zh="渠道", label_en="Channel", type="choice", options=options)


def test_placeholders_and_spellings_in_words(scene: Scene) -> None:
    found = {s["method"]: s for s in scene.profile("source")["suggestions"]}
    assert found.keys() == {"placeholder", "spelling"}
    assert (found["placeholder"]["title"], found["placeholder"]["count"]) == ("清空占位内容", 1)
    assert [(c["before"], c["after"]) for c in found["placeholder"]["changes"]] == [("暂无", None)]
    assert found["spelling"]["text"].startswith("把 3 种写法统一成 1 种")
    assert {c["after"] for c in found["spelling"]["changes"]} == {ONE}
    assert (found["spelling"]["count"], found["spelling"]["more"]) == (3, 0)


def test_a_slip_of_the_pen_is_suggested_for_texts_never_for_names(scene: Scene) -> None:
    for number in range(12):
        file_customer(scene.cast.zhou, name="欧阳张伟明", employer="杭州云帆科技", mobile=f"137000022{number:02d}")
    file_customer(scene.cast.zhou, name="欧阳章伟明", employer="杭州云凡科技")
    assert suggested(scene, "employer") == {"near": [("杭州云凡科技", "杭州云帆科技", 1)]}
    assert suggested(scene, "name") == {}
    assert suggested(scene, "mobile") == {}


def test_placeholders_among_phones(scene: Scene) -> None:
    file_customer(scene.cast.zhou, name="甲", mobile="无")
    file_customer(scene.cast.zhou, name="乙", mobile="12345678")
    found = suggested(scene, "mobile")
    assert sorted(found["placeholder"]) == [("12345678", None, 1), ("无", None, 1)]
    assert found.keys() == {"placeholder"}


def test_nobody_loses_their_name(scene: Scene) -> None:
    file_customer(scene.cast.zhou, name="测试")
    assert suggested(scene, "name") == {}
    assert [o["value"] for o in scene.profile("name")["outliers"]] == ["测试"]


def test_a_choice_added_since_is_read_again(scene: Scene) -> None:
    made = definitions.create(COMMAND, choices("channel", "网站", "电话"))
    for name, text, reason in (
        ("张伟", "o0", ""),
        ("王芳", "展会", "choice.unknown"),
        ("李娜", "暂无", "choice.unknown"),
    ):
        CustomValue.objects.create(customer_id=scene.ids[name], field_id=made.id, text=text, reason=reason)
    assert suggested(scene, "custom:channel") == {"placeholder": [("暂无", None, 1)]}
    before = digest()
    definitions.change(COMMAND, "channel", {"options": [*choices("channel", "网站", "电话", "展会").options]})
    assert suggested(scene, "custom:channel")["standard"] == [("展会", "o2", 1)]
    fix = scene.prepare("custom:channel", suggestion_id="standard")
    assert [row[:3] for row in scene.rows(fix["id"])] == [("王芳", "展会", "展会")]
    assert counts(scene.act("apply", fix["id"])) == {"changed": 1}
    assert [(c.value, c.reason) for c in load_content(scene.ids["王芳"]).customs] == [("o2", "")]
    scene.act("undo", fix["id"])
    assert digest() == before


def test_a_choice_in_another_spelling(scene: Scene) -> None:
    made = definitions.create(COMMAND, choices("channel", "VIP 客户", "普通客户"))
    for name, text in (("张伟", "ＶＩＰ－客户"), ("王芳", "普通"), ("李娜", "vip客户。")):
        CustomValue.objects.create(customer_id=scene.ids[name], field_id=made.id, text=text, reason="choice.unknown")
    assert sorted(suggested(scene, "custom:channel")["label"]) == [("vip客户。", "o0", 1), ("ＶＩＰ－客户", "o0", 1)]
    file_customer(scene.cast.zhou, name="甲", education="本科学历证")
    file_customer(scene.cast.zhou, name="乙", education="博士·学历")
    assert suggested(scene, "education") == {"label": [("博士·学历", "doctor", 1)]}


def read_id_numbers() -> None:
    """From now on data stewards read ID numbers in clear."""
    role = Role.objects.get(code="steward")
    role.field_modes = {**role.field_modes, "id_number": {"own": "edit", "other": "edit"}}
    role.save()
    bump()


def test_gender_and_birth_date_follow_from_the_id_number(scene: Scene) -> None:
    sound, broken = "11010519491231002X", "110105194912310021"
    for name, number in (("孙一", sound), ("孙二", broken)):
        file_customer(scene.cast.zhou, name=name, id_number=number)
    scene.ids["孙一"] = Customer.objects.get(name="孙一").id
    Customer.objects.filter(id=scene.ids["孙一"]).update(gender="")
    before = digest()
    assert suggested(scene, "gender") == {}, "a masked number must not be told by what follows from it"
    read_id_numbers()
    assert suggested(scene, "gender") == {"derive": [("", "female", 1)]}
    fix = scene.prepare("gender", suggestion_id="derive")
    assert [row[:4] for row in scene.rows(fix["id"])] == [("孙一", None, "女", "will_change")]
    assert counts(scene.act("apply", fix["id"])) == {"changed": 1}
    assert load_content(scene.ids["孙一"]).fields["gender"] == "female"
    assert counts(scene.act("undo", fix["id"])) == {"undone": 1}
    assert digest() == before


def test_a_source_that_changed_after_the_preview_fills_nothing_in(scene: Scene) -> None:
    one = file_customer(scene.cast.zhou, name="孙一", id_number="11010519491231002X")
    Customer.objects.filter(id=one).update(gender="")
    read_id_numbers()
    fix = scene.prepare("gender", suggestion_id="derive")
    change_values(COMMAND, one, {"id_number": "330106199003078518"})
    Customer.objects.filter(id=one).update(gender="")
    assert counts(scene.act("apply", fix["id"])) == {"skipped": 1}
    assert "gender" not in load_content(one).fields


def test_a_region_follows_from_the_address_and_the_credit_code(scene: Scene) -> None:
    one = file_customer(scene.cast.zhou, name="钱一", address="浙江省杭州市西湖区文三路1号")
    firm = file_customer(scene.cast.zhou, "organisation", name="某某有限公司", credit_code="91330106MA27X1AB2K")
    Customer.objects.filter(id__in=[one, firm]).update(region=None)
    found = suggested(scene, "region")
    assert {change[:2] for change in found["derive"]} <= {("", "330106")}
    fix = scene.prepare("region", suggestion_id="derive")
    assert ("钱一", None, "浙江省杭州市西湖区", "will_change", "") in scene.rows(fix["id"])
    scene.act("apply", fix["id"])
    assert load_content(one).fields["region"] == "330106"


def test_a_region_misspelt_by_ear(scene: Scene) -> None:
    for name, region in (("钱一", "杭洲"), ("钱二", "hangzhou"), ("钱三", "suzhou"), ("钱四", "杭州市")):
        file_customer(scene.cast.zhou, name=name, region=region)
    before = digest()
    assert suggested(scene, "region")["near"] == [("hangzhou", "330100", 1), ("杭洲", "330100", 1)]
    fix = scene.prepare("region", suggestion_id="near")
    assert [row[:3] for row in scene.rows(fix["id"])] == [
        ("钱一", "杭洲", "浙江省杭州市"),
        ("钱二", "hangzhou", "浙江省杭州市"),
    ]
    scene.act("apply", fix["id"])
    assert Customer.objects.get(name="钱一").region == 330100
    scene.act("undo", fix["id"])
    assert digest() == before
