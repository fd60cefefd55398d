import { Alert, Checkbox, Flex, Modal, Typography } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { useUndo, useUndoPreview } from "./api";
import { locale } from "./locale";
import type { Run, UndoPreview } from "./types";

/** Says what undo will do, and asks about customers that somebody has edited since. */
export function UndoDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const t = useTexts(locale);
  const preview = useUndoPreview(run.id, true);
  const undo = useUndo(run.id);
  const [also, setAlso] = useState<string[]>([]);
  return (
    <Modal
      open
      title={t.undoTitle}
      okText={t.undoNow}
      okButtonProps={{ danger: true, disabled: !preview.data }}
      confirmLoading={undo.isPending}
      onOk={() => undo.mutate(also, { onSuccess: onClose })}
      onCancel={onClose}
    >
      {undo.isError && <Alert type="error" showIcon title={errorText(undo.error)} />}
      <QueryState query={preview}>
        {(data) => <Preview data={data} also={also} onAlso={setAlso} />}
      </QueryState>
    </Modal>
  );
}

type PreviewProps = { data: UndoPreview; also: string[]; onAlso: (ids: string[]) => void };

function Preview({ data, also, onAlso }: PreviewProps) {
  const t = useTexts(locale);
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  return (
    <Flex vertical gap={12}>
      <Typography.Text>{t.undoText(count(data.created), count(data.updated))}</Typography.Text>
      {data.edited_since.length > 0 && (
        <>
          <Typography.Text type="secondary">{t.editedSince}</Typography.Text>
          <Checkbox.Group
            className="edited"
            value={also}
            onChange={(ids) => onAlso(ids as string[])}
            options={data.edited_since.map((each) => ({
              value: each.id,
              label: `${each.name} · ${each.number}`,
            }))}
          />
        </>
      )}
    </Flex>
  );
}
