import { Alert, Button, Flex, Typography } from "antd";
import { useFields } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { useInspection, useRunAction, useSaveMapping } from "./api";
import { ColumnTable } from "./ColumnTable";
import { locale } from "./locale";
import { RunSettings } from "./RunSettings";
import type { Inspection, Mapping, Run } from "./types";

/** Fields that several columns feed although they hold one value: worth a look. */
function usedTwice(inspection: Inspection, multi: ReadonlySet<string>): string[] {
  const used = inspection.columns.map((column) => column.field).filter((code) => code !== null);
  return [...new Set(used.filter((code, at) => used.indexOf(code) !== at && !multi.has(code)))];
}

/** The first step: what each column is, shown with what its values become. */
export function MappingStep({ run, onChecked }: { run: Run; onChecked: () => void }) {
  const inspection = useInspection(run.id);
  return (
    <QueryState query={inspection}>
      {(data) => <Mapped run={run} inspection={data} onChecked={onChecked} />}
    </QueryState>
  );
}

type Props = { run: Run; inspection: Inspection; onChecked: () => void };

function Mapped({ run, inspection, onChecked }: Props) {
  const t = useTexts(locale);
  const fields = useFields().data?.fields ?? [];
  const save = useSaveMapping(run.id);
  const check = useRunAction(run.id, "check");
  const change = (mapping: Mapping) => save.mutate(mapping);
  const multi = new Set(fields.filter((field) => field.multi).map((field) => field.code));
  const twice = usedTwice(inspection, multi).map(
    (code) => fields.find((field) => field.code === code)?.label ?? code,
  );
  const named = inspection.columns.some((column) => column.field === "name");
  const failed = save.error ?? check.error;
  return (
    <>
      <RunSettings run={run} inspection={inspection} busy={save.isPending} onChange={change} />
      <Flex vertical gap={8} className="notices">
        {inspection.preset && (
          <Alert
            type="info"
            showIcon
            title={t.preset(
              (t.presets as Record<string, string>)[inspection.preset] ?? inspection.preset,
            )}
          />
        )}
        {inspection.remembered && <Alert type="info" showIcon title={t.remembered} />}
        {!named && <Alert type="warning" showIcon title={t.noName} />}
        {twice.length > 0 && <Alert type="warning" showIcon title={t.twice(twice.join(", "))} />}
        {failed && <Alert type="error" showIcon title={errorText(failed)} />}
      </Flex>
      <Flex justify="space-between" align="end" gap={12} wrap className="mapping-head">
        <div>
          <Typography.Title level={2} className="section-title">
            {t.mappingTitle}
          </Typography.Title>
          <Typography.Text type="secondary">{t.mappingHint}</Typography.Text>
        </div>
        <Flex align="center" gap={12}>
          <Typography.Text type="secondary">{t.checkHint}</Typography.Text>
          <Button
            type="primary"
            disabled={save.isPending}
            loading={check.isPending}
            onClick={() => check.mutate(undefined, { onSuccess: onChecked })}
          >
            {t.check}
          </Button>
        </Flex>
      </Flex>
      <ColumnTable
        inspection={inspection}
        fields={fields}
        busy={save.isPending}
        onChange={(columns) => change({ columns })}
      />
    </>
  );
}
