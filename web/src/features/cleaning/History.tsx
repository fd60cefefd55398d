import { Button, Flex, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { actorName } from "../../ui/actorName";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { useFixes } from "./api";
import { listsOf, unified } from "./cleaning";
import { FixState } from "./FixState";
import { locale } from "./locale";
import type { Fix } from "./types";

const NAMED = 3;

/** What it came to: only what occurred. */
function Outcome({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const parts = listsOf(fix).filter((fate) => fix[fate] > 0 && fix.state !== "discarded");
  return (
    <span className="clean-outcome">
      {parts.map((fate) => (
        <span key={fate}>
          {fate === "will_change" && fix.state !== "ready" ? t.stillThere : t.fates[fate]}{" "}
          <b>{formatNumber(fix[fate], language)}</b>
        </span>
      ))}
    </span>
  );
}

/** What tells it from others of its method: the first values and what they become. */
function Example({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  const [line] = unified(fix.changes);
  if (!line?.from.some(({ before }) => before)) return null;
  const named = line.from.slice(0, NAMED).map(({ before_shown }) => before_shown);
  const shown = fix.changes.length + fix.more > named.length ? [...named, "…"] : named;
  return (
    <div className="muted small clean-value">
      {shown.join(t.listMark)} → {line.text ?? t.emptied}
    </div>
  );
}

/** Every correction there was, newest first; each can be opened, and undone. */
export function History() {
  const t = useTexts(locale);
  const c = useTexts(common);
  const phone = usePhone();
  const fixes = useFixes();
  const columns: ColumnsType<Fix> = [
    {
      title: t.fix,
      key: "title",
      render: (_, fix) => (
        <>
          <Link to={`/quality/cleaning/${fix.id}`} className="clean-name">
            {t.fixTitle(fix.label, fix.title)}
          </Link>
          <Example fix={fix} />
          {phone && (
            <div>
              <FixState state={fix.state} /> <Outcome fix={fix} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t.state,
      key: "state",
      responsive: ["md"],
      render: (_, fix) => <FixState state={fix.state} />,
    },
    {
      title: t.result,
      key: "result",
      responsive: ["md"],
      render: (_, fix) => <Outcome fix={fix} />,
    },
    {
      title: t.who,
      key: "by",
      responsive: ["lg"],
      render: (_, fix) => actorName(fix.created_by, c) || "–",
    },
    {
      title: t.when,
      key: "at",
      responsive: ["sm"],
      render: (_, fix) => <RelativeTime at={fix.created_at} />,
    },
  ];
  return (
    <QueryState query={fixes}>
      {(data) => {
        const all = data.pages.flatMap((page) => page.fixes);
        if (all.length === 0) {
          return (
            <EmptyState
              title={t.noFixes}
              hint={t.noFixesHint}
              actions={<Link to="/quality/cleaning">{t.toFields}</Link>}
            />
          );
        }
        return (
          <>
            <Table rowKey="id" columns={columns} dataSource={all} pagination={false} />
            {fixes.hasNextPage && (
              <Flex justify="center" className="clean-more">
                <Button onClick={() => fixes.fetchNextPage()} loading={fixes.isFetchingNextPage}>
                  {t.loadMore}
                </Button>
              </Flex>
            )}
          </>
        );
      }}
    </QueryState>
  );
}
