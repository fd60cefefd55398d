"""Reviews of access as they go out."""

from kedang.access import reading, review_rules
from kedang.access import schemas_reviews as out
from kedang.access.models import UNCONFIRMED, Line, ReviewRules
from kedang.access.schemas import AccessNamed
from kedang.accounts.queries import directory
from kedang.accounts.rights import declared_rights
from kedang.kit.actor import Scope
from kedang.kit.levels import level


def reviews(found: list[reading.Standing]) -> out.AccessReviewsOut:
    """Reviews with their progress."""
    return out.AccessReviewsOut(reviews=[_review(each) for each in found])


def _review(each: reading.Standing) -> out.AccessReviewOut:
    row, total = each.review, sum(each.counts.values())
    unconfirmed = sum(each.counts.get(state, 0) for state in UNCONFIRMED)
    return out.AccessReviewOut(
        id=str(row.id),
        started_at=row.started_at,
        started_by=_by(row.started_by),
        due_at=row.due_at,
        ended_at=row.ended_at,
        at_deadline=row.at_deadline,
        open=bool(row.is_open),
        lines=total,
        decided=total - unconfirmed,
        unconfirmed=unconfirmed,
    )


def page(found: reading.Page, language: str) -> out.AccessLinePage:
    """Lines, each with what the reader may do about it."""
    words = {right.code: right.text(language) for right in declared_rights()}
    return out.AccessLinePage(lines=[_line(line, found, words, language) for line in found.lines], next=found.next)


def _line(line: Line, found: reading.Page, words: dict[str, str], language: str) -> out.AccessLineOut:
    waits = found.open and line.state == "open"
    role = line.role_zh if language.startswith("zh") else line.role_en
    return out.AccessLineOut(
        id=str(line.id),
        person=AccessNamed(id=str(line.user_id), name=line.user_name),
        login=line.user_login,
        department=line.department_name,
        role=role if line.role_id else None,
        clearance=level(line.clearance),
        scope=Scope(line.scope).name.lower(),
        # A right that no longer exists stays in the evidence by its code.
        rights=[out.AccessLineRight(code=code, text=words.get(code, code)) for code in line.rights],
        last_sign_in=line.last_sign_in,
        last_use=line.last_use,
        state=line.state,
        why=line.why,
        decided_by=_by(line.decided_by) if line.decided_by is not None else None,
        decided_at=line.decided_at,
        own=found.reader.is_own(line),
        may_confirm=waits and found.reader.may_confirm(line),
        may_take=waits and found.reader.may_take(line),
    )


def rules(row: ReviewRules) -> out.AccessReviewRulesOut:
    """The rules in force."""
    return out.AccessReviewRulesOut(
        every_months=row.every_months,
        at_deadline=row.at_deadline,
        next_at=review_rules.next_start(row),
        version=row.version,
    )


def _by(actor_id: int) -> out.AccessReviewBy:
    return out.AccessReviewBy(id=str(actor_id), name=directory().name(actor_id))
