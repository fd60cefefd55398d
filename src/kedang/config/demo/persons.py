"""Generated persons for the demonstration: always the same ones, nobody real."""

import csv
import io
import random

_SEED = 20261122
HEADERS = (
    "客户编号",
    "姓名",
    "手机号",
    "邮箱",
    "身份证号",
    "省份",
    "城市",
    "详细地址",
    "职业",
    "等级",
    "标签",
    "负责人",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玲飞玉兰红梅建国志文晓宇浩然子涵雨欣思远嘉怡欣妍佳琪俊杰"
_PLACES = (
    ("浙江", "杭州市", "330106", "西湖区文三路"),
    ("浙江", "宁波市", "330203", "海曙区中山西路"),
    ("江苏", "南京市", "320102", "玄武区珠江路"),
    ("上海", "上海市", "310115", "浦东新区世纪大道"),
    ("广东", "广州市", "440106", "天河区体育西路"),
    ("广东", "深圳市", "440305", "南山区科技园路"),
    ("福建", "厦门市", "350203", "思明区湖滨南路"),
)
_JOBS = ("教师", "医生", "工程师", "个体经营", "会计", "设计师", "公务员", "销售", "律师", "退休")
_OWNERS = {"浙江": ("林晓", "周敏"), "江苏": ("林晓",), "上海": ("周敏",), "广东": ("陈刚", "何婷"), "福建": ("何婷",)}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(region: str, birth: str, serial: int) -> str:
    """An ID number with a valid check digit (GB 11643)."""
    body = f"{region}{birth}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def persons_csv(count: int) -> bytes:
    """A spreadsheet of persons, as a shop would keep it: mixed phone writing, some fields empty."""
    chance = random.Random(_SEED)  # noqa: S311 - the same people every time
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    for number in range(1, count + 1):
        writer.writerow(_person(chance, number))
    return out.getvalue().encode("utf-8-sig")


def _person(chance: random.Random, number: int) -> tuple[str, ...]:
    province, city, region, street = chance.choice(_PLACES)
    name = chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2))))
    digits = "1" + chance.choice(("38", "39", "59", "86", "77")) + "".join(str(chance.randrange(10)) for _ in range(8))
    mobile = chance.choice((digits, f"{digits[:3]}-{digits[3:7]}-{digits[7:]}", f"+86 {digits}"))
    if number % 37 == 0:
        mobile = mobile[:-1]  # somebody missed a digit
    birth = f"{chance.randrange(1955, 2004)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    return (
        f"P{number:05d}",
        name,
        mobile,
        f"user{number}@example.com" if chance.random() < 0.6 else "",
        id_number(region, birth, chance.randrange(1, 999)) if chance.random() < 0.4 else "",
        province,
        city,
        f"{street}{chance.randrange(1, 400)}号" if chance.random() < 0.8 else "",
        chance.choice(_JOBS),
        chance.choice("ABBCCC"),
        chance.choice(("老客户", "会员", "", "", "潜在客户")),
        chance.choice(_OWNERS[province]),
    )
