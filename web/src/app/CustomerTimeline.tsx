import {
  AuditOutlined,
  CheckOutlined,
  CompassOutlined,
  CustomerServiceOutlined,
  FileTextOutlined,
  FlagOutlined,
  FundOutlined,
  HistoryOutlined,
  PaperClipOutlined,
  ScheduleOutlined,
  ShoppingOutlined,
  SwapOutlined,
} from "@ant-design/icons";
import { type ComponentProps, lazy, Suspense } from "react";
import { RIGHTS } from "../api/rights";
import { FollowUpComposer } from "../features/activity/FollowUpComposer";
import { InteractionComposer } from "../features/activity/InteractionComposer";
import { FollowUpMoment, InteractionMoment } from "../features/activity/InteractionMoment";
import { KIND_ICONS, type Kind } from "../features/activity/kinds";
import { activityTexts } from "../features/activity/locale";
import { NextSteps } from "../features/activity/NextSteps";
import { PinnedInteractions } from "../features/activity/PinnedInteractions";
import { RECORD } from "../features/activity/rights";
import { EventBody } from "../features/archive/page/History";
import { NoteComposer, NoteItem } from "../features/archive/page/Notes";
import type { PanelProps } from "../features/archive/page/slots";
import { texts as commerceTexts } from "../features/commerce/locale";
import { RECORD as LEDGER_RECORD } from "../features/commerce/rights";
import { TransactionMoment } from "../features/commerce/TransactionMoment";
import { dealTexts } from "../features/deals/locale";
import { projectTexts } from "../features/deals/projects/locale";
import { MilestoneMoment } from "../features/deals/projects/MilestoneMoment";
import { NeedMoment } from "../features/deals/projects/NeedMoment";
import { RUN_PROJECTS } from "../features/deals/rights";
import { StepMoment } from "../features/deals/StepText";
import { DocumentMoment } from "../features/documents/DocumentMoment";
import { documentTexts } from "../features/documents/locale";
import { CaseMoment } from "../features/service/CaseMoment";
import { serviceTexts } from "../features/service/locale";
import { HANDLE } from "../features/service/rights";
import type { Composer, MomentView } from "../features/timeline/parts";
import { Timeline } from "../features/timeline/Timeline";
import { useTexts } from "../lib/i18n";
import { usePhone } from "../lib/media";
import { shell } from "./locale";

/** A form that is loaded when somebody wants to write with it. */
function later(load: () => Promise<Composer["Component"]>): Composer["Component"] {
  const Form = lazy(async () => ({ default: await load() }));
  return (props) => (
    <Suspense fallback={null}>
      <Form {...props} />
    </Suspense>
  );
}

// Files come a moment later than what they belong to, and so do reviews, which few customers have.
const AttachedFiles = lazy(async () => ({
  default: (await import("../features/documents/Attached")).Attached,
}));

function Attached(props: ComponentProps<typeof AttachedFiles>) {
  return (
    <Suspense fallback={null}>
      <AttachedFiles {...props} />
    </Suspense>
  );
}

const LateReviewMoment = lazy(async () => ({
  default: (await import("../features/deals/strategy/ReviewMoment")).ReviewMoment,
}));

function ReviewMoment(props: ComponentProps<typeof LateReviewMoment>) {
  return (
    <Suspense fallback={null}>
      <LateReviewMoment {...props} />
    </Suspense>
  );
}

const NeedComposer = later(
  async () => (await import("../features/deals/projects/NeedComposer")).NeedComposer,
);
const TransactionComposer = later(
  async () => (await import("../features/commerce/TransactionComposer")).TransactionComposer,
);
const CaseComposer = later(
  async () => (await import("../features/service/CaseComposer")).CaseComposer,
);

/** Every kind of moment, by the feature that shows it. */
const VIEWS: readonly MomentView[] = [
  {
    kind: "interaction",
    icon: ({ interaction }) => interaction && KIND_ICONS[interaction.kind as Kind],
    Name: () => useTexts(activityTexts).interaction,
    Component: ({ moment, ...rest }) =>
      moment.interaction && (
        <>
          <InteractionMoment interaction={moment.interaction} {...rest} />
          <Attached kind="interaction" id={moment.interaction.id} {...rest} />
        </>
      ),
  },
  {
    kind: "follow_up",
    icon: <CheckOutlined />,
    Name: () => useTexts(activityTexts).followUp,
    Component: ({ moment }) => moment.follow_up && <FollowUpMoment followUp={moment.follow_up} />,
  },
  {
    kind: "transaction",
    icon: <ShoppingOutlined />,
    Name: () => useTexts(commerceTexts).transaction,
    Component: ({ moment, ...rest }) =>
      moment.transaction && (
        <>
          <TransactionMoment customerId={rest.customerId} row={moment.transaction} />
          <Attached kind="transaction" id={moment.transaction.id} {...rest} />
        </>
      ),
  },
  {
    kind: "document",
    icon: <PaperClipOutlined />,
    Name: () => useTexts(documentTexts).panel,
    Component: ({ moment }) => moment.document && <DocumentMoment document={moment.document} />,
  },
  {
    kind: "opportunity_step",
    icon: <FundOutlined />,
    Name: () => useTexts(dealTexts).title,
    Component: ({ moment }) =>
      moment.opportunity_step && <StepMoment step={moment.opportunity_step} />,
  },
  {
    kind: "milestone",
    icon: <FlagOutlined />,
    Name: () => useTexts(projectTexts).milestones,
    Component: ({ moment, customerId }) =>
      moment.milestone && <MilestoneMoment customerId={customerId} milestone={moment.milestone} />,
  },
  {
    kind: "need_change",
    icon: <SwapOutlined />,
    Name: () => useTexts(projectTexts).need,
    Component: ({ moment, customerId, editable }) =>
      moment.need_change && (
        <NeedMoment customerId={customerId} need={moment.need_change} editable={editable} />
      ),
  },
  {
    kind: "strategy_review",
    icon: <CompassOutlined />,
    Name: () => useTexts(shell).strategyReview,
    Component: ({ moment }) =>
      moment.strategy_review && <ReviewMoment review={moment.strategy_review} />,
  },
  {
    kind: "case",
    icon: <CustomerServiceOutlined />,
    Name: () => useTexts(serviceTexts).case,
    Component: ({ moment, ...rest }) =>
      moment.case && (
        <>
          <CaseMoment told={moment.case} at={moment.at} />
          {moment.case.what === "opened" && (
            <Attached kind="case" id={moment.case.case_id} {...rest} />
          )}
        </>
      ),
  },
  {
    kind: "note",
    icon: <FileTextOutlined />,
    Name: () => useTexts(shell).note,
    Component: ({ moment, customerId, editable }) =>
      moment.note && <NoteItem customerId={customerId} note={moment.note} locked={!editable} />,
  },
  {
    kind: "event",
    icon: <AuditOutlined />,
    Name: () => useTexts(shell).milestone,
    Component: ({ moment }) => moment.event && <EventBody event={moment.event} brief />,
  },
];

/** Every form that writes into the timeline. */
const COMPOSERS: readonly Composer[] = [
  {
    key: "interaction",
    right: RECORD,
    icon: <HistoryOutlined />,
    Name: () => useTexts(activityTexts).record,
    Component: InteractionComposer,
  },
  {
    key: "note",
    right: RIGHTS.edit,
    icon: <FileTextOutlined />,
    Name: () => useTexts(shell).note,
    Component: NoteComposer,
  },
  {
    key: "follow_up",
    right: RECORD,
    icon: <ScheduleOutlined />,
    Name: () => useTexts(activityTexts).followUp,
    Component: FollowUpComposer,
  },
  {
    key: "transaction",
    right: LEDGER_RECORD,
    rare: true,
    icon: <ShoppingOutlined />,
    Name: () => useTexts(commerceTexts).record,
    Component: TransactionComposer,
  },
  {
    key: "need_change",
    right: RUN_PROJECTS,
    rare: true,
    icon: <SwapOutlined />,
    Name: () => useTexts(projectTexts).need,
    Component: NeedComposer,
  },
  {
    key: "case",
    right: HANDLE,
    rare: true,
    icon: <CustomerServiceOutlined />,
    Name: () => useTexts(serviceTexts).case,
    Component: CaseComposer,
  },
];

/** One customer's timeline, composed of what the features show and write. */
export function CustomerTimeline({ customerId, editable }: PanelProps) {
  // On a phone the column with the next steps is out of sight.
  return (
    <>
      {usePhone() && <NextSteps customerId={customerId} quiet />}
      <PinnedInteractions customerId={customerId} editable={editable} />
      <Timeline customerId={customerId} editable={editable} views={VIEWS} composers={COMPOSERS} />
    </>
  );
}
