import { Alert, App, Button, InputNumber, Popconfirm, Select, Table, type TableProps } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../../api/session";
import { useRested } from "../../../lib/debounce";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PageHeader } from "../../../ui/PageHeader";
import { RelativeTime } from "../../../ui/RelativeTime";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import {
  type Overdue,
  proposeDisposal,
  type Retention,
  type Trial,
  useDeed,
  useRegister,
  useRetention,
} from "../api";
import { locale } from "../locale";
import { CONFIRM, ERASE, VIEW } from "../rights";
import { retentionTexts } from "./locale";
import "../privacy.css";

type TrialProps = { trial: Trial | undefined; onTry: (trial: Trial | undefined) => void };

/** Another period for one purpose, to see what it would do. */
function TryOut({ trial, onTry }: TrialProps) {
  const t = useTexts(locale);
  const r = useTexts(retentionTexts);
  const zh = useLanguage() === "zh-CN";
  const { data } = useRegister(useCan()(VIEW));
  const live = data?.purposes.filter((each) => !each.ended) ?? [];
  if (live.length === 0) return null;
  return (
    <div className="privacy-deeds">
      <Select
        aria-label={r.tryPurpose}
        placeholder={r.tryPurpose}
        allowClear
        popupMatchSelectWidth={false}
        value={trial?.purpose}
        options={live.map((each) => ({
          value: each.id,
          label: zh ? each.name_zh : each.name_en,
        }))}
        onChange={(purpose?: string) => {
          const months = live.find((each) => each.id === purpose)?.months;
          onTry(purpose ? { purpose, months: months ?? 36 } : undefined);
        }}
      />
      {trial && (
        <InputNumber
          aria-label={t.months}
          min={1}
          max={1200}
          precision={0}
          suffix={r.monthsUnit}
          value={trial.months}
          onChange={(months) => months && onTry({ ...trial, months })}
        />
      )}
    </div>
  );
}

type Picking = { picked: string[]; onPick: (ids: string[]) => void };

function Rows({ found, selecting }: { found: Retention; selecting: Picking | undefined }) {
  const t = useTexts(locale);
  const r = useTexts(retentionTexts);
  const selection: TableProps<Overdue>["rowSelection"] = selecting && {
    selectedRowKeys: selecting.picked,
    onChange: (keys) => selecting.onPick(keys.map(String)),
    getCheckboxProps: (row) => ({ "aria-label": row.customer }),
  };
  return (
    <Table<Overdue>
      rowKey="customer_id"
      size="small"
      dataSource={found.rows}
      pagination={false}
      {...(selection ? { rowSelection: selection } : {})}
      columns={[
        {
          title: t.customer,
          key: "customer",
          render: (_, row) => (
            <Link to={`/customers/${row.customer_id}`} className="plain">
              <strong>{row.customer}</strong> <span className="muted small num">{row.number}</span>
            </Link>
          ),
        },
        { title: r.lastMet, key: "last", render: (_, row) => <RelativeTime at={row.last_at} /> },
      ]}
    />
  );
}

/** What the schedule says before the rows: that it is a trial, that something never ends, how many there are. */
function Said({ found, trying }: { found: Retention; trying: boolean }) {
  const r = useTexts(retentionTexts);
  const count = found.capped ? `${found.count}+` : String(found.count);
  return (
    <>
      {trying && <Alert type="info" showIcon title={r.tried(count)} description={r.triedHint} />}
      {found.endless.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={r.endless(found.endless.length)}
          description={<Link to="/privacy">{r.endlessHint}</Link>}
        />
      )}
      {!trying && found.count > 0 && <p className="muted">{r.overCount(count)}</p>}
    </>
  );
}

function Schedule() {
  const t = useTexts(locale);
  const r = useTexts(retentionTexts);
  const { message } = App.useApp();
  const [trial, setTrial] = useState<Trial>();
  const [picked, setPicked] = useState<string[]>([]);
  const found = useRetention(useRested(trial, 300));
  const deed = useDeed();
  const mayErase = useCan()(ERASE);
  const propose = () =>
    deed.mutate(proposeDisposal(picked), {
      onSuccess: () => {
        message.success(r.disposalProposed(picked.length));
        setPicked([]);
      },
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <>
      <PageHeader
        title={r.retention}
        note={r.retentionNote}
        actions={
          mayErase &&
          !trial && (
            <Popconfirm
              title={r.disposeAsk(picked.length)}
              description={<div style={{ maxWidth: 280 }}>{t.eraseHint}</div>}
              onConfirm={propose}
              disabled={picked.length === 0}
            >
              <Button type="primary" danger disabled={picked.length === 0} loading={deed.isPending}>
                {r.dispose(picked.length)}
              </Button>
            </Popconfirm>
          )
        }
      />
      <TryOut
        trial={trial}
        onTry={(next) => {
          setTrial(next);
          setPicked([]);
        }}
      />
      <QueryState query={found}>
        {(said) => (
          <div className="privacy-schedule">
            <Said found={said} trying={trial !== undefined} />
            {said.rows.length === 0 ? (
              <EmptyState
                title={said.purposes === 0 ? t.noPurposes : r.noneOver}
                hint={said.purposes === 0 ? r.retentionNeeds : r.noneOverHint}
              />
            ) : (
              <Rows
                found={said}
                selecting={mayErase && !trial ? { picked, onPick: setPicked } : undefined}
              />
            )}
          </div>
        )}
      </QueryState>
    </>
  );
}

/** Whose data no purpose holds any more, and what another period would do. */
export function RetentionPage() {
  const can = useCan();
  return can(ERASE) || can(CONFIRM) ? <Schedule /> : <NoPermission />;
}
