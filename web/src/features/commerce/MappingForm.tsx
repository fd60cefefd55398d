import { Alert, App, Input, Select, Table, Typography } from "antd";
import { useEffect, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PersonSelect } from "../../ui/PersonSelect";
import { QueryState } from "../../ui/states";
import {
  type Inspection,
  type Mapping,
  type Run,
  useInspection,
  useSaveMapping,
} from "./importApi";
import { texts } from "./locale";

type Saving = (body: Mapping) => void;

/** Whose numbers these are, in which currency, and what customers nobody knows yet become. */
function Settings({ run, save }: { run: Run; save: Saving }) {
  const t = useTexts(texts);
  const [source, setSource] = useState(run.source);
  const [currency, setCurrency] = useState(run.currency);
  return (
    <div className="run-form">
      <div className="run-setting">
        <span>{t.source}</span>
        <Input
          aria-label={t.source}
          className="run-field"
          disabled={!run.can_change}
          maxLength={64}
          value={source}
          status={source.trim() ? "" : "warning"}
          onChange={(event) => setSource(event.target.value)}
          onBlur={() => source !== run.source && save({ source })}
        />
        <span className="muted small">{t.sourceHint}</span>
      </div>
      <div className="run-setting">
        <span>{t.currency}</span>
        <Input
          aria-label={t.currency}
          className="deal-method"
          disabled={!run.can_change}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
          onBlur={() => currency !== run.currency && save({ currency })}
        />
      </div>
      <div className="run-setting">
        <span>{t.newCustomers}</span>
        <Select
          aria-label={t.newCustomers}
          className="run-field"
          disabled={!run.can_change}
          value={run.customer_kind === "person" ? "person" : "organisation"}
          onChange={(customer_kind: "person" | "organisation") => save({ customer_kind })}
          options={[
            { value: "organisation", label: t.organisation },
            { value: "person", label: t.person },
          ]}
        />
      </div>
      <div className="run-setting">
        <span>{t.owner}</span>
        <span className="run-field">
          <PersonSelect
            aria-label={t.owner}
            disabled={!run.can_change}
            allowClear
            placeholder={t.ownerNone}
            value={run.owner?.id ?? null}
            name={run.owner?.name ?? ""}
            onChange={(owner_id) => save({ owner_id })}
          />
        </span>
        <span className="muted small">{t.ownerHint}</span>
      </div>
    </div>
  );
}

function Columns({ found, run, save }: { found: Inspection; run: Run; save: Saving }) {
  const t = useTexts(texts);
  const taken = new Set(found.columns.map((column) => column.field));
  return (
    <Table
      rowKey="index"
      size="small"
      dataSource={found.columns}
      pagination={false}
      scroll={{ x: "max-content" }}
      columns={[
        { title: t.column, dataIndex: "header" },
        {
          title: t.samples,
          render: (_, column) => (
            <span className="muted run-samples">{column.samples.slice(0, 3).join(" · ")}</span>
          ),
        },
        {
          title: t.meaning,
          render: (_, column) => (
            <Select
              aria-label={`${t.meaning} ${column.header}`}
              className="run-field"
              disabled={!run.can_change}
              value={column.field}
              onChange={(field) => save({ columns: [{ index: column.index, field }] })}
              options={[
                { value: "", label: t.leftOut },
                ...found.fields.map(({ code, label }) => ({
                  value: code,
                  label,
                  disabled: taken.has(code) && code !== column.field,
                })),
              ]}
            />
          ),
        },
      ]}
    />
  );
}

type Props = { run: Run; onReady: (ready: boolean) => void };

/** What was found in the file, to be corrected where it is wrong; each correction is kept at once. */
export function MappingForm({ run, onReady }: Props) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const query = useInspection(run.id);
  const saving = useSaveMapping(run.id);
  const missing = query.data?.missing ?? ["?"];
  const ready = missing.length === 0 && run.source.trim() !== "";
  useEffect(() => onReady(ready), [ready, onReady]);
  const save: Saving = (body) =>
    saving.mutate(body, { onError: (error) => message.error(errorText(error)) });
  const label = (code: string) =>
    query.data?.fields.find((field) => field.code === code)?.label ?? code;
  return (
    <QueryState query={query}>
      {(found) => (
        <section aria-label={t.mapTitle}>
          <Settings key={`${run.source}${run.currency}`} run={run} save={save} />
          <Typography.Title level={2} className="deal-title">
            {t.mapTitle}
          </Typography.Title>
          {found.preset && (
            <Typography.Paragraph type="secondary">
              {t.recognised(found.preset)}
            </Typography.Paragraph>
          )}
          {found.missing.length > 0 && (
            <Alert type="warning" showIcon title={t.lacking(found.missing.map(label).join("、"))} />
          )}
          <Columns found={found} run={run} save={save} />
        </section>
      )}
    </QueryState>
  );
}
