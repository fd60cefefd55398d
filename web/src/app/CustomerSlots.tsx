import { lazy, Suspense } from "react";
import { Outlet } from "react-router";
import {
  ApplySlot,
  type ApplySlotProps,
  CentreSlot,
  FactSlot,
  type FactSlotProps,
  type PanelProps,
  PanelSlot,
  PointSlot,
  type PointSlotProps,
} from "../features/archive/page/slots";

const Mark = lazy(async () => ({
  default: (await import("../features/verification/PointMark")).PointMark,
}));

function PointMark(props: PointSlotProps) {
  return (
    <Suspense fallback={null}>
      <Mark {...props} />
    </Suspense>
  );
}

const Apply = lazy(async () => ({
  default: (await import("../features/approvals/ApplyDialog")).ApplyDialog,
}));

function ApplyDialog(props: ApplySlotProps) {
  return (
    <Suspense fallback={null}>
      <Apply {...props} />
    </Suspense>
  );
}

const Hint = lazy(async () => ({
  default: (await import("../features/duplicates/SuspectHint")).SuspectHint,
}));

const Star = lazy(async () => ({
  default: (await import("../features/notices/FollowButton")).FollowButton,
}));

function Facts(props: FactSlotProps) {
  return (
    <Suspense fallback={null}>
      <Star {...props} />
      <Hint {...props} />
    </Suspense>
  );
}

const Story = lazy(async () => ({
  default: (await import("./CustomerTimeline")).CustomerTimeline,
}));

function Centre(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Story {...props} />
    </Suspense>
  );
}

const Release = lazy(async () => ({
  default: (await import("../features/ownership/ReleasePanel")).ReleasePanel,
}));

const Dispute = lazy(async () => ({
  default: (await import("../features/ownership/disputes/DisputePanel")).DisputePanel,
}));

function Ownership(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <div className="customer-deeds">
        <Release {...props} />
        <Dispute {...props} />
      </div>
    </Suspense>
  );
}

const Documents = lazy(async () => ({
  default: (await import("../features/documents/DocumentsPanel")).DocumentsPanel,
}));

function DocumentsPanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Documents {...props} />
    </Suspense>
  );
}

const Ledger = lazy(async () => ({
  default: (await import("../features/commerce/TransactionsPanel")).TransactionsPanel,
}));

function Transactions(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Ledger {...props} />
    </Suspense>
  );
}

const Deals = lazy(async () => ({
  default: (await import("../features/deals/OpportunityPanel")).OpportunityPanel,
}));

function Opportunities(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Deals {...props} />
    </Suspense>
  );
}

const Steps = lazy(async () => ({
  default: (await import("../features/activity/NextSteps")).NextSteps,
}));

function NextSteps(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Steps {...props} />
    </Suspense>
  );
}

const RunningProjects = lazy(async () => ({
  default: (await import("../features/deals/projects/ProjectPanel")).ProjectPanel,
}));

function Projects(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <RunningProjects {...props} />
    </Suspense>
  );
}

const Strategy = lazy(async () => ({
  default: (await import("../features/deals/strategy/StrategyPanel")).StrategyPanel,
}));

function StrategyPanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Strategy {...props} />
    </Suspense>
  );
}

const Cases = lazy(async () => ({
  default: (await import("../features/service/CasesPanel")).CasesPanel,
}));

function CasesPanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Cases {...props} />
    </Suspense>
  );
}

const Consents = lazy(async () => ({
  default: (await import("../features/privacy/PrivacyPanel")).PrivacyPanel,
}));

function PrivacyPanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Consents {...props} />
    </Suspense>
  );
}

const Invite = lazy(async () => ({
  default: (await import("../features/portal/InvitePanel")).InvitePanel,
}));

function InvitePanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Invite {...props} />
    </Suspense>
  );
}

const Readers = lazy(async () => ({
  default: (await import("../features/oversight/audit/SeenPanel")).SeenPanel,
}));

function SeenPanel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <Readers {...props} />
    </Suspense>
  );
}

const PANELS = [
  { key: "next-steps", Component: NextSteps },
  { key: "transactions", Component: Transactions },
  { key: "opportunities", Component: Opportunities },
  { key: "projects", Component: Projects },
  { key: "strategy", Component: StrategyPanel },
  { key: "cases", Component: CasesPanel },
  { key: "documents", Component: DocumentsPanel },
  { key: "ownership", Component: Ownership },
  { key: "privacy", Component: PrivacyPanel },
  { key: "seen", Component: SeenPanel },
  { key: "self-service", Component: InvitePanel },
];

/** What one feature shows on the pages of another. */
export function CustomerSlots() {
  return (
    <PointSlot value={PointMark}>
      <FactSlot value={Facts}>
        <CentreSlot value={Centre}>
          <PanelSlot value={PANELS}>
            <ApplySlot value={ApplyDialog}>
              <Outlet />
            </ApplySlot>
          </PanelSlot>
        </CentreSlot>
      </FactSlot>
    </PointSlot>
  );
}
