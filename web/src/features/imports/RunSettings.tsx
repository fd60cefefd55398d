import { Collapse, Form, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { PersonSelect } from "../../ui/PersonSelect";
import { locale } from "./locale";
import type { Fuzzy, Inspection, Mapping, Mode, Run } from "./types";

type Props = {
  run: Run;
  inspection: Inspection;
  busy: boolean;
  onChange: (mapping: Mapping) => void;
};

const MODES: readonly Mode[] = ["upsert", "create", "update"];
const FUZZY: readonly Fuzzy[] = ["list", "hold", "off"];
const KINDS = ["organisation", "person"] as const;

function Setting({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <Form.Item label={label} extra={hint} className="setting">
      {children}
    </Form.Item>
  );
}

/** What applies to the whole file. Everything has a found value; most people change nothing here. */
export function RunSettings({ run, inspection, busy, onChange }: Props) {
  const t = useTexts(locale);
  const language = useLanguage();
  const keyName = (code: string) => (t.matchKeys as Record<string, string>)[code] ?? code;
  const sheets = inspection.sheets.map((sheet) => ({
    value: sheet.name,
    label:
      sheet.rows === null
        ? sheet.name
        : `${sheet.name} (${t.rows(formatNumber(sheet.rows, language))})`,
  }));
  return (
    <Form layout="vertical" className="run-settings" disabled={busy}>
      <div className="settings-row">
        {sheets.length > 1 && (
          <Setting label={t.sheet}>
            <Select
              aria-label={t.sheet}
              options={sheets}
              value={inspection.sheet ?? undefined}
              onChange={(sheet: string) => onChange({ sheet })}
            />
          </Setting>
        )}
        <Setting label={t.kind}>
          <Select
            aria-label={t.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
            value={KINDS.find((kind) => kind === inspection.kind)}
            onChange={(kind: (typeof KINDS)[number]) => onChange({ kind })}
          />
        </Setting>
        <Setting label={t.mode}>
          <Select
            aria-label={t.mode}
            options={MODES.map((mode) => ({ value: mode, label: t.modes[mode] }))}
            value={inspection.mode}
            onChange={(mode: Mode) => onChange({ mode })}
          />
        </Setting>
        <Setting label={t.matchKey}>
          <Select
            aria-label={t.matchKey}
            options={inspection.match_keys.map((code) => ({ value: code, label: keyName(code) }))}
            value={inspection.match_key ?? undefined}
            onChange={(match_key: string) => onChange({ match_key })}
          />
        </Setting>
        {inspection.mode !== "update" && (
          <Setting label={t.fuzzy}>
            <Select
              aria-label={t.fuzzy}
              options={FUZZY.map((way) => ({ value: way, label: t.fuzzyWays[way] }))}
              value={inspection.fuzzy}
              onChange={(fuzzy: Fuzzy) => onChange({ fuzzy })}
            />
          </Setting>
        )}
      </div>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: "more",
            label: t.more,
            children: (
              <div className="settings-row">
                <Setting label={t.source} hint={t.sourceHint}>
                  <Input
                    aria-label={t.source}
                    defaultValue={run.source}
                    maxLength={64}
                    onBlur={(event) => onChange({ source: event.target.value })}
                  />
                </Setting>
                <Setting label={t.owner}>
                  <PersonSelect
                    aria-label={t.owner}
                    value={run.owner?.id}
                    name={run.owner?.name}
                    onChange={(owner_id) => onChange({ owner_id })}
                  />
                </Setting>
                <Setting label={t.headerLine}>
                  <InputNumber
                    aria-label={t.headerLine}
                    min={1}
                    defaultValue={inspection.header_line ?? 1}
                    onBlur={(event) => onChange({ header_line: Number(event.target.value) || 1 })}
                  />
                </Setting>
              </div>
            ),
          },
        ]}
      />
    </Form>
  );
}
