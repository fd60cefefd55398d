import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise import regions
from kedang.engine.standardise.addresses import combine_regions, find_region, standardise_address

PARSED = {
    "浙江省杭州市西湖区文三路1号": (330106, "文三路1号"),
    "浙江杭州西湖文三路1号": (330106, "文三路1号"),
    "浙江省 杭州市 西湖区 文三路 1 号": (330106, "文三路1号"),
    "浙江省，杭州市，西湖区，文三路1号": (330106, "文三路1号"),
    "杭州西湖区文三路1号": (330106, "文三路1号"),
    "中国浙江省杭州市西湖区文三路1号": (330106, "文三路1号"),
    "浙江省浙江省杭州市杭州市西湖区文三路": (330106, "文三路"),
    "浙江省杭州市杭州西湖区文三路": (330106, "文三路"),
    "浙江 杭州 浙江省杭州市西湖区文三路": (330106, "文三路"),
    "浙江省杭州市西湖区浙江省杭州市西湖区文三路": (330106, "文三路"),
    "北京市海淀区中关村大街1号": (110108, "中关村大街1号"),
    "北京海淀中关村": (110108, "中关村"),
    "北京市北京市海淀区": (110108, ""),
    "北京市市辖区海淀区": (110108, ""),
    "重庆市渝中区解放碑": (500103, "解放碑"),
    "上海市南京东路100号": (310000, "南京东路100号"),
    "上海浦东张江路1号": (310115, "张江路1号"),
    "天津滨海新区": (120116, ""),
    "内蒙古呼和浩特市新城区": (150102, ""),
    "广西南宁青秀区": (450103, ""),
    "广西省南宁市": (450100, ""),
    "新疆维吾尔自治区昌吉回族自治州昌吉市": (652301, ""),
    "宁夏银川": (640100, ""),
    "西藏拉萨": (540100, ""),
    "新疆石河子市": (659001, ""),
    "河南省济源市": (419001, ""),
    "海南省澄迈县": (469023, ""),
    "湖北仙桃": (429004, ""),
    "湖北省神农架林区": (429021, ""),
    "广东省东莞市长安镇": (441900, "长安镇"),
    "延边州延吉市": (222401, ""),
    "四川省阿坝州九寨沟县": (513225, ""),
    "甘肃省临夏州东乡县": (622926, ""),
    "义乌市稠城街道": (330782, "稠城街道"),
    "昆山花桥": (320583, "花桥"),
    "长沙县星沙": (430121, "星沙"),
    "湖南长沙县星沙": (430121, "星沙"),
    "吉林省吉林市": (220200, ""),
    "吉林市": (220200, ""),
    "廣東省深圳市南山區科技園": (440305, "科技園"),
    "香港九龙": (810000, "九龙"),
    "310012 浙江省杭州市": (330100, ""),
    "浙江省": (330000, ""),
}


@pytest.mark.parametrize(("text", "expected"), PARSED.items())
def test_parsed(text: str, expected: tuple[int, str]) -> None:
    found = standardise_address(text)
    assert (found.region, found.detail) == expected
    again = standardise_address(found.standard)
    assert (again.region, again.detail) == expected


@pytest.mark.parametrize(
    "text",
    [
        "南京东路100号",
        "北京路1号",
        "浙江大学玉泉校区",
        "中国银行大厦",
        "朝阳区",
        "鼓楼区",
        "西湖区文三路",
        "Grand Cayman",
        "",
    ],
)
def test_no_region_is_guessed(text: str) -> None:
    found = standardise_address(text)
    assert (found.region, found.detail) == (None, text)


def test_parts_and_postcode() -> None:
    found = standardise_address("310012 浙江杭州西湖文三路1号")
    assert (found.province, found.city, found.district) == ("浙江省", "杭州市", "西湖区")
    assert found.postcode == "310012"
    assert found.standard == "浙江省杭州市西湖区文三路1号"
    capital = standardise_address("北京海淀")
    assert (capital.province, capital.city, capital.district) == ("北京市", "北京市", "海淀区")
    assert capital.standard == "北京市海淀区"


def test_a_known_region_completes_an_address() -> None:
    assert standardise_address("西湖区文三路1号", within=330100).region == 330106
    assert standardise_address("西湖区文三路1号", within=330000).region == 330106
    assert standardise_address("文三路1号", within=330106).standard == "浙江省杭州市西湖区文三路1号"
    assert standardise_address("江苏省南京市鼓楼区1号", within=330100).region == 320106


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["浙江", "杭州"], (330100, None)),
        (["浙江省", "杭州市", "西湖区"], (330106, None)),
        (["浙江", "杭州", "西湖"], (330106, None)),
        (["北京", "北京市", "朝阳"], (110105, None)),
        (["吉林", "吉林市"], (220200, None)),
        (["新疆", "石河子市"], (659001, None)),
        (["海南", "昌江黎族自治县"], (469026, None)),
        (["青海", "海南州"], (632500, None)),
        (["内蒙古", "阿拉善盟"], (152900, None)),
        (["香港特别行政区", "香港特别行政区"], (810000, None)),
        (["浙江/杭州/西湖"], (330106, None)),
        (["浙江-杭州"], (330100, None)),
        (["330106"], (330106, None)),
        (["3301"], (330100, None)),
        (["杭州"], (330100, None)),
        (["杭州", "浙江省杭州市西湖区"], (330106, None)),
        (["江苏", "杭州"], (None, "region.conflict")),
        (["Grand Cayman"], (None, "region.unknown")),
        (["浙江", "无"], (330000, "region.unknown")),
        (["999999"], (None, "region.unknown")),
        ([], (None, None)),
    ],
)
def test_columns_combine(pieces: list[str], expected: tuple[int | None, str | None]) -> None:
    assert combine_regions(pieces) == expected


def test_the_table_is_whole() -> None:
    table = regions.regions()
    assert sum(region.level == 1 for region in table.values()) == 34
    assert sum(region.level == 2 for region in table.values()) == 333
    assert len(table) > 3200
    for region in table.values():
        assert region.province in table
        assert region.city is None or region.city in table
        assert region.name.startswith(region.short)
        assert len(region.short) >= 2


def test_every_division_is_found_by_its_full_name() -> None:
    for code in regions.regions():
        assert find_region(regions.full_name(code)) == (code, True), regions.full_name(code)


def test_area_codes() -> None:
    assert regions.area_of(330106) == "0571"
    assert regions.area_of(110108) == "010"
    assert regions.area_of(500101) == "023"
    assert regions.area_of(330000) is None
    assert regions.area_of(None) is None
    assert all(code in regions.regions() for served in regions.area_codes().values() for code in served)


def test_under() -> None:
    assert regions.is_under(330106, 330000)
    assert regions.is_under(330106, 330100)
    assert regions.is_under(330106, 330106)
    assert not regions.is_under(320106, 330000)
    assert not regions.is_under(330000, 330100)
    assert regions.nearest_region(330103) == 330100
    assert regions.nearest_region(990000) is None


_PIECES = [
    "浙江省",
    "浙江",
    "杭州市",
    "杭州",
    "西湖区",
    "西湖",
    "北京市",
    "朝阳区",
    "朝阳",
    "吉林",
    "市",
    "县",
    "路",
    " ",
    "1号",
    "中国",
    "海南",
]


@given(st.text() | st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_stable(text: str) -> None:
    found = standardise_address(text)
    again = standardise_address(found.standard)
    assert again.standard == found.standard
    assert again.region == found.region
