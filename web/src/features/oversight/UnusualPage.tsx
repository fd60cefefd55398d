import { Button, Flex, Segmented, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { More } from "../../ui/More";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Unusual, useUnusual, useWeek, type Which } from "./api";
import { JudgeDialog } from "./JudgeDialog";
import { LooksDrawer } from "./LooksDrawer";
import { unusualTexts } from "./locale";
import { JUDGE } from "./rights";
import "./oversight.css";

const STATES: readonly Which[] = ["open", "confirmed", "explained"];

function Week() {
  const t = useTexts(unusualTexts);
  const week = useWeek().data;
  if (!week) return null;
  return (
    <Flex gap={8} wrap align="center" className="unusual-week">
      <span>{t.week(week.open, week.explained, week.confirmed)}</span>
      {week.people.map(({ person, count }) => (
        <Tag key={person.id}>{t.most(person.name, count)}</Tag>
      ))}
    </Flex>
  );
}

/** The form of an incident, filled with the person and the window of a hit. */
function incidentOf({ person, since, until }: Unusual): URLSearchParams {
  const { id: value, name } = person;
  return new URLSearchParams({ new: "1", kind: "person", value, name, since, until });
}

function Deeds({ row }: { row: Unusual }) {
  const t = useTexts(unusualTexts);
  const can = useCan();
  const [open, setOpen] = useState<"looks" | "judge">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Flex gap={4} wrap align="center">
        <Button
          size="small"
          aria-label={t.looksOf(row.person.name, row.text)}
          onClick={() => setOpen("looks")}
        >
          {t.looks}
        </Button>
        {row.state === "open" && can(JUDGE) && !row.own && (
          <Button
            size="small"
            aria-label={t.judgeOf(row.person.name, row.text)}
            onClick={() => setOpen("judge")}
          >
            {t.judge}
          </Button>
        )}
        {can(RIGHTS.incidents) && (
          <Link
            to={`/privacy/incidents?${incidentOf(row)}`}
            aria-label={t.incidentOf(row.person.name)}
          >
            {t.incident}
          </Link>
        )}
      </Flex>
      {row.state === "open" && row.own && <div className="muted small">{t.own}</div>}
      {open === "looks" && <LooksDrawer row={row} onClose={close} />}
      {open === "judge" && <JudgeDialog row={row} onClose={close} />}
    </>
  );
}

function What({ row }: { row: Unusual }) {
  const t = useTexts(unusualTexts);
  const phone = usePhone();
  return (
    <>
      {row.text} {row.by_token && <Tag>{t.byToken}</Tag>}
      {phone && (
        <div className="muted small">
          {exactTime(row.since)} · {row.amount} ({t.from(row.threshold)})
        </div>
      )}
      {row.note && (
        <div className="unusual-note">
          {row.note} <span className="muted small">{t.judgedBy(row.judged_by?.name ?? "")}</span>
        </div>
      )}
    </>
  );
}

function List({ which }: { which: Which }) {
  const t = useTexts(unusualTexts);
  const found = useUnusual(which);
  const columns: ColumnsType<Unusual> = [
    { title: t.rule, key: "rule", render: (_, row) => <What row={row} /> },
    {
      title: t.person,
      key: "person",
      className: "unusual-person",
      render: (_, row) => row.person.name,
    },
    {
      title: t.when,
      key: "when",
      responsive: ["md"],
      render: (_, row) => <RelativeTime at={row.since} />,
    },
    {
      title: t.amount,
      key: "amount",
      align: "right",
      responsive: ["sm"],
      render: (_, row) => (
        <>
          {row.amount}
          <div className="muted small">{t.from(row.threshold)}</div>
        </>
      ),
    },
    { title: t.actions, key: "actions", render: (_, row) => <Deeds row={row} /> },
  ];
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        if (rows.length === 0) return <EmptyState title={t.empty[which]} hint={t.emptyHint} />;
        return (
          <>
            <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} />
            <More query={found} />
          </>
        );
      }}
    </QueryState>
  );
}

/** Looks at customers that are out of the ordinary: what waits, what was found out, and the week at a glance. */
export function UnusualPage() {
  const t = useTexts(unusualTexts);
  const [search, setSearch] = useSearchParams();
  const which = STATES.find((state) => state === search.get("which")) ?? "open";
  return (
    <>
      <PageHeader title={t.title} note={t.note}>
        <Week />
        <Segmented
          aria-label={t.which}
          value={which}
          onChange={(state) => setSearch({ which: state })}
          options={STATES.map((state) => ({ value: state, label: t[state] }))}
        />
      </PageHeader>
      <List key={which} which={which} />
    </>
  );
}
