"""What happened and what is to be done, as the timeline tells it to this reader."""

from kedang.activity import presenting
from kedang.activity.kinds import KINDS
from kedang.activity.models import OPEN, FollowUp
from kedang.activity.reading import MOST_OPEN, read_of_one
from kedang.archive.moments import Slice
from kedang.desk import timeline
from kedang.desk.printing.paper import MOST_ROWS, Paper
from kedang.desk.printing.pieces import Block, Column, remark, table
from kedang.desk.printing.told import TOLD, heard


def to_do(paper: Paper) -> list[Block]:
    """What is to be done, the earliest first."""
    say = paper.say
    waiting = FollowUp.objects.filter(customer_id=paper.customer.id, state=OPEN)
    there = waiting.count()
    reads = read_of_one(paper.actor, paper.customer, waiting.order_by("due_at", "id")[:MOST_OPEN])
    shown = [presenting.follow_up(paper.actor, each) for each in reads]
    columns = [
        Column(say("期限", "Due"), 32),
        Column(say("方式", "Kind"), 22),
        Column(say("由谁做", "By"), 30),
        Column(say("内容", "What")),
    ]
    rows = [
        [
            say.time(f.due_at),
            say.word(KINDS, f.kind),
            say.person(f.assignee),
            say.unreadable if f.text is None else f.text,
        ]
        for f in shown
    ]
    if not rows:
        return []
    more = say(
        f"共 {there:,} 条，这里是期限最早的 {len(rows):,} 条。", f"The {len(rows):,} of {there:,} that are due first."
    )
    return [*([remark(more)] if there > len(rows) else []), table(columns, rows)]


def happened(paper: Paper) -> list[Block]:
    """What happened in the period, the latest first; what has a part of its own stands there."""
    say, period = paper.say, paper.period
    kinds = [kind for kind in timeline.SOURCES if kind in TOLD]
    before = (period.end, 0) if period.end else None
    newest = timeline.newest(paper.actor, paper.customer, kinds, Slice(MOST_ROWS + 1, before))
    found = [moment for moment in newest if period.start is None or moment.at >= period.start]
    there = len(found) if len(found) <= MOST_ROWS else sum(heard(paper, kind) for kind in kinds)
    columns = [
        Column(say("时间", "Time"), 32),
        Column(say("类别", "Kind"), 28),
        Column(say("经办", "By"), 26),
        Column(say("内容", "What")),
    ]
    rows = []
    for moment in found[:MOST_ROWS]:
        line = TOLD[moment.kind].line(say, moment.shown)
        rows.append([say.time(moment.at), line.kind, line.by, line.text])
    if not rows:
        return []
    more = paper.newest(len(rows), there)
    return [*([remark(more)] if more else []), table(columns, rows)]
