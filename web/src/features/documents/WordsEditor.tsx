import { App, Button, Descriptions, Flex } from "antd";
import { useState } from "react";
import { isApiError } from "../../api/errors";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Described, useChange } from "./api";
import { documentTexts } from "./locale";
import type { DocType, Retention, Sensitivity, WholeDoc } from "./types";
import { Words } from "./Words";

function wordsOf(document: WholeDoc): Described {
  return {
    title: document.title ?? "",
    type: document.type as DocType,
    retention: document.retention as Retention,
    sensitivity: document.sensitivity as Sensitivity,
  };
}

/** What a document is said to be; with a way to say otherwise. */
export function WordsEditor({ document, editable }: { document: WholeDoc; editable: boolean }) {
  const t = useTexts(documentTexts);
  const { message } = App.useApp();
  const [editing, setEditing] = useState<Described | null>(null);
  const change = useChange(document);
  const said = wordsOf(document);
  const save = (next: Described) =>
    change.mutate(
      { version: document.version, ...next },
      {
        onSuccess: () => {
          setEditing(null);
          void message.success(t.saved);
        },
        onError: (error) =>
          message.error(isApiError(error) && error.code === "stale" ? t.stale : errorText(error)),
      },
    );
  if (editing) {
    return (
      <>
        <Words value={editing} onChange={setEditing} />
        <Flex gap={8} justify="end">
          <Button onClick={() => setEditing(null)}>{t.cancel}</Button>
          <Button type="primary" loading={change.isPending} onClick={() => save(editing)}>
            {t.save}
          </Button>
        </Flex>
      </>
    );
  }
  const items = [
    { key: "type", label: t.type, children: t.types[said.type] },
    { key: "retention", label: t.retention, children: t.retentions[said.retention] },
    { key: "sensitivity", label: t.sensitivity, children: t.sensitivities[said.sensitivity] },
  ];
  return (
    <>
      <Descriptions column={1} size="small" items={items} />
      <p className="muted small">{t.textStates[document.text as keyof typeof t.textStates]}</p>
      {editable && (
        <Button size="small" onClick={() => setEditing(said)}>
          {t.edit}
        </Button>
      )}
    </>
  );
}
