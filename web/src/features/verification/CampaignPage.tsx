import { Alert, Button, Flex, Popconfirm, Progress, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link, useParams } from "react-router";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { QueryState } from "../../ui/states";
import { useCampaign, useCancelCampaign, useTargets } from "./api";
import { CampaignState, FiguresLine, useCampaignTitle } from "./Campaigns";
import { stateOf } from "./campaign";
import { locale } from "./locale";
import type { Campaign, Target } from "./types";
import "./verification.css";

const COLOURS: Record<string, string> = {
  sent: "processing",
  verified: "success",
  bounced: "error",
  failed: "error",
};

/** One campaign: how far it is, what came of it, customer by customer. */
export function CampaignPage() {
  const { id = "" } = useParams();
  const t = useTexts(locale);
  const campaign = useCampaign(id);
  const title = useCampaignTitle();
  return (
    <QueryState query={campaign}>
      {(data) => (
        <>
          <PageHeader
            title={title(data)}
            note={<CampaignState state={stateOf(data)} />}
            actions={<Link to="/quality/verification">{t.back}</Link>}
          />
          <Head campaign={data} />
          <Rows campaign={data} />
        </>
      )}
    </QueryState>
  );
}

function Head({ campaign }: { campaign: Campaign }) {
  const t = useTexts(locale);
  const cancel = useCancelCampaign(campaign.id);
  const { total, waiting } = campaign.figures;
  const state = stateOf(campaign);
  const busy = ["queued", "running", "paused"].includes(state);
  const why = t.failedWhy[campaign.why as keyof typeof t.failedWhy] ?? "";
  return (
    <section className="campaign-head" aria-live="polite">
      <Progress
        percent={total ? Math.floor(((total - waiting) / total) * 100) : 100}
        status={campaign.state === "failed" ? "exception" : busy ? "active" : "normal"}
        aria-label={title(t.campaignStates, state)}
      />
      <Flex justify="space-between" align="center" gap={12} wrap>
        <FiguresLine figures={campaign.figures} />
        {campaign.can_stop && (
          <Popconfirm title={t.stopSure} onConfirm={() => cancel.mutate()}>
            <Button loading={cancel.isPending}>{t.stop}</Button>
          </Popconfirm>
        )}
      </Flex>
      {campaign.resumes_at && (
        <Alert
          type="info"
          showIcon
          title={t.resumes(exactTime(campaign.resumes_at).slice(5, 16))}
        />
      )}
      {campaign.state === "failed" && why && <Alert type="error" showIcon title={why} />}
    </section>
  );
}

function title(words: Record<string, string>, state: string): string {
  return words[state] ?? state;
}

function Rows({ campaign }: { campaign: Campaign }) {
  const t = useTexts(locale);
  const targets = useTargets(campaign);
  const columns: ColumnsType<Target> = [
    {
      title: t.customer,
      key: "customer",
      render: (_, row) =>
        row.customer ? (
          <Link to={`/customers/${row.customer.id}`} className="campaign-name">
            {row.customer.name}
          </Link>
        ) : (
          <span className="muted">{t.unseen}</span>
        ),
    },
    { title: t.number, dataIndex: "number", className: "verify-whole", responsive: ["md"] },
    {
      title: t.result,
      key: "fate",
      render: (_, row) => (
        <span className="campaign-fate">
          <Tag color={COLOURS[row.fate] ?? "default"}>
            {t.figures[row.fate as keyof typeof t.figures]}
          </Tag>
          {row.why && (
            <span className="muted">
              {t.skippedWhy[row.why as keyof typeof t.skippedWhy] ?? t.other}
            </span>
          )}
        </span>
      ),
    },
  ];
  return (
    <QueryState query={targets}>
      {(data) => (
        <>
          <Table
            rowKey="id"
            columns={columns}
            dataSource={data.pages.flatMap((page) => page.rows)}
            pagination={false}
          />
          {targets.hasNextPage && (
            <Flex justify="center" className="verify-row">
              <Button onClick={() => targets.fetchNextPage()} loading={targets.isFetchingNextPage}>
                {t.loadMore}
              </Button>
            </Flex>
          )}
        </>
      )}
    </QueryState>
  );
}
