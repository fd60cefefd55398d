"""Addresses as they are compared."""

from kedang.engine.matching.places import numbers_in_digits, place_columns, place_of
from kedang.engine.matching.tests.records import ADDRESS, person


def test_two_ways_of_writing_one_door() -> None:
    one = place_of(330106, "浙江省杭州市西湖区文三路478号3幢2单元1203室")
    other = place_of(0, "杭州西湖文三路四百七十八号3号楼1203")
    assert set(one.doors) & set(other.doors)
    assert (one.county, other.county) == ("330106", "330106")


def test_the_building_is_often_left_out() -> None:
    assert set(place_of(330106, "文三路478号3幢1203室").doors) & set(place_of(330106, "文三路478号1203室").doors)


def test_road_or_estate_may_be_missing_and_numbers_be_joined_by_dashes() -> None:
    full = place_of(0, "北京市丰台区人民路326号银杏湾16幢4单元2603室")
    assert set(full.doors) & set(place_of(0, "银杏湾16-4-2603").doors)
    assert set(full.doors) & set(place_of(0, "丰台区人民路326号16-2603").doors)


def test_a_district_that_several_cities_have_is_no_part_of_the_road() -> None:
    assert place_of(0, "西湖区文三路225号").doors == place_of(0, "杭州市西湖区文三路225号").doors
    assert place_of(0, "学府小区3幢301室").marks[0] == "学府小区"


def test_numerals_only_in_front_of_what_is_numbered() -> None:
    assert numbers_in_digits("中山三路二十五号三楼") == "中山三路25号3楼"
    assert numbers_in_digits("一百零三号") == "103号"


def test_a_latin_address_is_its_telling_words() -> None:
    place = place_of(0, "7 Wallaby Place, Delmar, Cleveland, NSW 2119")
    assert "wallaby" in place.marks
    assert "place" not in place.marks


def test_a_region_alone_says_where() -> None:
    columns = place_columns(person("张伟", region=330106))
    assert (columns["county"], columns["city"], columns["doors"]) == ("330106", "3301", None)
    assert place_columns(person("张伟", region=330000))["city"] is None
    assert place_columns(person("张伟", addresses=(ADDRESS,)))["doors"] == ["文三路478#3#1203", "文三路478#1203"]


def test_no_address_takes_long() -> None:
    for text in ("路" * 5000, "1" * 5000, "一百" * 3000, "号" * 5000, "a " * 5000, "(" * 5000):
        place_of(0, text)
