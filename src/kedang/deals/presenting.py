"""Opportunities as they go out."""

from collections.abc import Iterable, Mapping

from kedang.accounts.queries import directory
from kedang.archive.policy import policy_for
from kedang.deals import board, forecast, listing, reading, stages
from kedang.deals import schemas as out
from kedang.deals.counting import Total
from kedang.deals.listing import Wanted
from kedang.deals.models import Stage, Step
from kedang.deals.reading import Read
from kedang.kit.actor import Actor, system_name


def of_customer(actor: Actor, customer_id: int, *, most: int = reading.SHOWN) -> out.CustomerOpportunities:
    """One customer's opportunities."""
    found = reading.of_customer(actor, customer_id, most=most)
    return out.CustomerOpportunities(
        opportunities=[out.OpportunityOut(**_opportunity(each)) for each in found.reads],
        stages=_stages(),
        editable=found.editable,
        more=found.more,
    )


def whole(actor: Actor, customer_id: int, opportunity_id: int) -> out.OpportunityWhole:
    """One opportunity with its steps."""
    read, steps = reading.one(actor, customer_id, opportunity_id)
    title = read.texts["title"] if read.texts else None
    return out.OpportunityWhole(
        opportunity=_listed(actor, [read])[0],
        steps=step_rows(steps, {read.row.id: title}),
        stages=_stages(),
    )


def step_rows(steps: Iterable[Step], titles: Mapping[int, str | None]) -> list[out.StepOut]:
    """Steps, with the titles of their opportunities where they may be read."""
    known = {each.id: stage(each) for each in stages.stages()}
    return [
        out.StepOut(
            id=str(row.id),
            opportunity_id=str(row.opportunity_id),
            kind=row.kind,
            title=titles.get(row.opportunity_id),
            from_stage=known.get(row.from_stage or 0),
            to_stage=known.get(row.to_stage or 0),
            stood=row.stood,
            at=row.at,
            by=person(row.by),
        )
        for row in steps
    ]


def board_out(actor: Actor, *, whose: str, owner_id: int | None) -> out.BoardOut:
    """The board."""
    columns = board.board(actor, whose=whose, owner_id=owner_id)
    return out.BoardOut(
        columns=[
            out.BoardColumn(
                stage=stage(each.stage),
                count=sum(total.count for total in each.totals.values()),
                sums=_sums(each.totals),
                cards=_listed(actor, each.cards),
            )
            for each in columns
        ]
    )


def page(actor: Actor, wanted: Wanted, *, cursor: str | None, limit: int | None) -> out.OpportunityPage:
    """A page of the list."""
    found = listing.listed(actor, wanted, cursor=cursor, limit=limit)
    count = out.CountOut(value=found.count, capped=found.capped)
    return out.OpportunityPage(rows=_listed(actor, found.reads), next=found.next, count=count, stages=_stages())


def forecast_out(actor: Actor, *, whose: str) -> out.ForecastOut:
    """The forecast; colleagues who are gone stand in it with what they left."""
    found = forecast.forecast(actor, whose=whose)
    nobody = out.Person(id="0", name="")
    return out.ForecastOut(
        months=[out.MonthOut(month=name, sums=_sums(sums)) for name, sums in found.months.items()],
        people=[
            out.ForecastPerson(person=person(user_id) or nobody, sums=_sums(sums))
            for user_id, sums in found.people.items()
        ],
    )


def set_up(actor: Actor) -> out.StagesOut:
    """The stages for whoever sets them up."""
    rows, version = stages.listed(actor)
    listed = [out.StageSetUp(**stage(each.stage).model_dump(), used=each.used) for each in rows]
    return out.StagesOut(stages=listed, version=version)


def stage(row: Stage) -> out.StageOut:
    """A stage."""
    return out.StageOut(
        id=str(row.id), name_zh=row.name_zh, name_en=row.name_en, probability=row.probability, retired=row.retired
    )


def person(user_id: int) -> out.Person | None:
    """A colleague, or a named job of the system."""
    found = directory().person(user_id)
    name = found.name if found else system_name(user_id)
    return out.Person(id=str(user_id), name=name) if name else None


def _stages() -> list[out.StageOut]:
    return [stage(each) for each in stages.stages()]


def _sums(totals: Mapping[str, Total]) -> list[out.SumOut]:
    """The biggest first."""
    rows = sorted(totals.items(), key=lambda item: (-item[1].amount, item[0]))
    return [out.SumOut(currency=c, count=t.count, amount=t.amount, weighted=t.weighted) for c, t in rows]


def _listed(actor: Actor, reads: Iterable[Read]) -> list[out.ListedOpportunity]:
    """Opportunities with their customers, named as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in reads:
        name = policy.show("name", each.customer.name)
        rows.append(
            out.ListedOpportunity(
                **_opportunity(each),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
            )
        )
    return rows


def _opportunity(found: Read) -> dict[str, object]:
    row, texts = found.row, found.texts or {}
    plain = ("amount", "currency", "stage_since", "probability", "expected_on", "source", "state", "ended_at")
    return {name: getattr(row, name) for name in (*plain, "lost_reason", "version")} | {
        "id": str(row.id),
        "customer_id": str(row.customer_id),
        "stage_id": str(row.stage_id),
        "owner": person(row.owner_id),
        "title": texts.get("title"),
        "competitors": texts.get("competitors"),
        "next_step": texts.get("next_step"),
        "lost_note": texts.get("lost_note"),
        "editable": found.editable,
    }
