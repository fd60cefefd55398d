"""What the customer's page says, as sections of the paper: the page was masked for its reader already."""

from collections.abc import Iterable

from kedang.desk import schemas as out
from kedang.desk.printing.paper import Paper
from kedang.desk.printing.pieces import Block, Column, heading, pairs, passage, table
from kedang.desk.printing.speech import STATES, Speech

Row = tuple[str, str, str]


def profile(paper: Paper) -> list[Block]:
    """Who this is: what the organisation keeps of it, its fields by group, names, identifiers."""
    page, say = paper.page, paper.say
    blocks = [heading(say("归属", "Belongs to")), pairs(_belonging(paper))]
    for section in page.sections:
        if rows := [row for each in section.fields if (row := _field(say, each))]:
            blocks += [heading(section.label), pairs(rows)]
    if page.names:
        rows = [(each.label, each.value, say.span(each.since, each.until)) for each in page.names]
        blocks += [heading(say("其他名称", "Other names")), pairs(rows)]
    if page.identifiers:
        rows = [(i.label, i.value or "", _doubt(say, i.given, i.value, i.reason)) for i in page.identifiers]
        blocks += [heading(say("证件与登记号", "Documents and registrations")), pairs(rows)]
    if rows := [(each.label, each.value, "") for each in page.extras if each.value]:
        blocks += [heading(say("原表中的其他列", "Other columns of the source")), pairs(rows)]
    if page.broken_rules:
        rows = [(say("校验规则", "Rule"), each.text, "") for each in page.broken_rules]
        blocks += [heading(say("不符合的校验规则", "Rules that are not met")), pairs(rows)]
    return blocks


def _belonging(paper: Paper) -> list[Row]:
    page, say = paper.page, paper.say
    shared = [
        say.also(each.user.name, say("可编辑", "may edit") if each.level == "edit" else say("只读", "may read"))
        for each in page.collaborators
    ]
    rows = [
        (say("负责人", "Owner"), say.person(page.owner) or say("没有负责人", "Nobody"), ""),
        (say("部门", "Department"), page.department.name if page.department else "", ""),
        (say("协作人", "Collaborators"), say("、", ", ").join(shared), ""),
        (say("标签", "Tags"), say("、", ", ").join(each.name for each in page.tags), ""),
        (say("分组", "Groups"), say("、", ", ").join(each.name for each in page.groups), ""),
        (say("完整度", "Complete"), f"{page.completeness}%", ""),
        (say("建档", "Created"), say.time(page.created_at), ""),
        (say("更新", "Updated"), say.time(page.updated_at), ""),
        (say("移入回收站", "In the trash since"), say.time(page.trashed_at), ""),
    ]
    return [row for row in rows if row[1]]


def _field(say: Speech, field: out.PageField) -> Row | None:
    value = _text(field.display) or _text(field.value)
    if not value:
        return None
    return field.label, value, _doubt(say, field.given, _text(field.value), field.reason)


def _text(value: str | list[str] | None) -> str:
    return "；".join(value) if isinstance(value, list) else value or ""


def _doubt(say: Speech, given: str | None, value: str | None, reason: str | None) -> str:
    """What is wrong with a value, and how it came when it was written otherwise."""
    written = say(f"原始写法：{given}", f"As given: {given}") if given and given != value else ""
    return say.also(reason, written)


def reaching(paper: Paper) -> list[Block]:
    """How to reach the customer: contact points with what is known of them, and addresses."""
    page, say = paper.page, paper.say
    blocks = []
    if page.contact_points:
        blocks += [heading(say("电话与邮箱", "Telephones and mail")), _points(say, page.contact_points)]
    if page.addresses:
        columns = [
            Column(say("用途", "Use"), 28),
            Column(say("地址", "Address")),
            Column(say("邮编", "Postcode"), 22),
            Column("", 20),
        ]
        rows = [
            [a.label, "\n".join(filter(None, (a.region_name, a.value))), a.postcode, _preferred(say, a.preferred)]
            for a in page.addresses
        ]
        blocks += [heading(say("地址", "Addresses")), table(columns, rows)]
    return blocks


def _points(say: Speech, points: Iterable[out.PointOut]) -> Block:
    columns = [
        Column(say("类型", "Kind"), 26),
        Column(say("内容", "Value")),
        Column(say("说明", "Label"), 30),
        Column(say("核实", "Verified"), 32),
        Column("", 20),
    ]
    rows = [
        [
            p.kind_label,
            "\n".join(filter(None, (p.value, _doubt(say, p.given if not p.valid else None, p.value, p.reason)))),
            p.label,
            say.word(STATES, p.state),
            _preferred(say, p.preferred),
        ]
        for p in points
    ]
    return table(columns, rows)


def _preferred(say: Speech, preferred: bool) -> str:
    return say("首选", "Preferred") if preferred else ""


def contacts(paper: Paper) -> list[Block]:
    """The people at an organisation."""
    say = paper.say
    blocks = []
    for each in paper.page.contacts:
        rows = [
            (say("部门", "Department"), each.department, ""),
            (say("角色", "Role"), each.role, ""),
            (say("客户档案", "Archive"), say.also(each.person.number, each.person.name) if each.person else "", ""),
            (say("说明", "Note"), each.note, ""),
            *(row for field in each.custom if (row := _field(say, field))),
        ]
        blocks.append(heading(say.also(each.name, each.title, _preferred(say, each.preferred))))
        if rows := [row for row in rows if row[1]]:
            blocks.append(pairs(rows))
        if each.contact_points:
            blocks.append(_points(say, each.contact_points))
    return blocks


def relations(paper: Paper) -> list[Block]:
    """Ties to other customers the reader sees."""
    say = paper.say
    columns = [
        Column(say("关系", "Relation"), 34),
        Column(say("客户", "Customer")),
        Column(say("档号", "Archive number"), 38),
        Column(say("期间", "From and until"), 34),
    ]
    rows = [
        [r.label, "\n".join(filter(None, (r.other.name, r.note))), r.other.number, say.span(r.since, r.until)]
        for r in paper.page.relations
    ]
    return [table(columns, rows)] if rows else []


def notes(paper: Paper) -> list[Block]:
    """Notes, pinned ones first."""
    say = paper.say
    return [
        passage(
            say.also(say.time(n.created_at), say.person(n.author), say("置顶", "Pinned") if n.pinned else ""), n.body
        )
        for n in paper.page.notes
    ]
