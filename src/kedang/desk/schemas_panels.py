"""What a customer is opened with: the answers of the page's parts, side by side."""

from pydantic import BaseModel

from kedang.activity.schemas import ActivityOut, InteractionOut
from kedang.approvals.schemas import ApprovalStanding
from kedang.commerce.schemas import StandingOut
from kedang.deals.project_schemas import CustomerProjects
from kedang.deals.schemas import CustomerOpportunities
from kedang.desk.schemas import HistoryOut, PageOut, TimelineOut
from kedang.documents.schemas import DocumentsOut
from kedang.duplicates.schemas import HintOut, SuspectRow
from kedang.notices.schemas import FollowOut
from kedang.ownership.schemas import PoolOut
from kedang.ownership.schemas_disputes import DisputePage
from kedang.portal.schemas import InvitationsOut
from kedang.privacy.schemas import CustomerPrivacyOut
from kedang.service.schemas import CustomerCases
from kedang.strategy.schemas import KeyAccount
from kedang.verification.schemas import StandingsOut


class PanelsOut(BaseModel):
    """Each part as its own address answers; null: not asked for, not the reader's, or refused there."""

    page: PageOut | None = None
    hints: list[HintOut] | None = None
    history: HistoryOut | None = None
    approvals: ApprovalStanding | None = None
    verification: StandingsOut | None = None
    pinned: list[InteractionOut] | None = None
    timeline: TimelineOut | None = None
    activity: ActivityOut | None = None
    transactions: StandingOut | None = None
    opportunities: CustomerOpportunities | None = None
    projects: CustomerProjects | None = None
    strategy: KeyAccount | None = None
    cases: CustomerCases | None = None
    documents: DocumentsOut | None = None
    attached: DocumentsOut | None = None
    privacy: CustomerPrivacyOut | None = None
    invitations: InvitationsOut | None = None
    follow: FollowOut | None = None
    duplicates: list[SuspectRow] | None = None
    pools: list[PoolOut] | None = None
    disputes: DisputePage | None = None
