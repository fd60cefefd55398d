import { Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { actorName } from "../../ui/actorName";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { useCampaigns } from "./api";
import { stateOf } from "./campaign";
import { locale } from "./locale";
import type { Campaign, Figures } from "./types";

export const FIGURES = [
  "verified",
  "sent",
  "bounced",
  "waiting",
  "unanswered",
  "failed",
  "skipped",
] as const;
const COLOURS: Record<string, string> = {
  running: "processing",
  queued: "processing",
  paused: "warning",
  done: "success",
  failed: "error",
};

export function CampaignState({ state }: { state: string }) {
  const t = useTexts(locale);
  const word = t.campaignStates[state as keyof typeof t.campaignStates] ?? state;
  return <Tag color={COLOURS[state] ?? "default"}>{word}</Tag>;
}

/** Only what occurred, in one line. */
export function FiguresLine({ figures }: { figures: Figures }) {
  const t = useTexts(locale);
  const language = useLanguage();
  return (
    <span className="campaign-figures">
      {FIGURES.filter((name) => figures[name] > 0).map((name) => (
        <span key={name}>
          {t.figures[name]} <b>{formatNumber(figures[name], language)}</b>
        </span>
      ))}
    </span>
  );
}

/** A campaign by its name, or by what it asks when it has none. */
export function useCampaignTitle() {
  const t = useTexts(locale);
  return (campaign: Campaign) =>
    campaign.name || t.verifyOf(t.kinds[campaign.kind as keyof typeof t.kinds] ?? "");
}

export function Campaigns() {
  const t = useTexts(locale);
  const c = useTexts(common);
  const title = useCampaignTitle();
  const campaigns = useCampaigns();
  const columns: ColumnsType<Campaign> = [
    {
      title: t.campaignName,
      key: "name",
      render: (_, row) => (
        <Link to={`/quality/verification/${row.id}`} className="campaign-name">
          {title(row)}
        </Link>
      ),
    },
    { title: t.state, key: "state", render: (_, row) => <CampaignState state={stateOf(row)} /> },
    { title: t.result, key: "result", render: (_, row) => <FiguresLine figures={row.figures} /> },
    {
      title: t.who,
      key: "by",
      responsive: ["md"],
      render: (_, row) => actorName(row.created_by, c) || "–",
    },
    {
      title: t.when,
      key: "at",
      responsive: ["sm"],
      render: (_, row) => <RelativeTime at={row.created_at} />,
    },
  ];
  return (
    <QueryState query={campaigns}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title={t.noCampaigns} hint={t.noCampaignsHint} />
        ) : (
          <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} />
        )
      }
    </QueryState>
  );
}
