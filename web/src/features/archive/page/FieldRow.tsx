import { EditOutlined } from "@ant-design/icons";
import { Alert, Button, Flex } from "antd";
import { useState } from "react";
import { isApiError } from "../../../api/errors";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { grouped } from "../../../lib/numbers";
import { errorText } from "../../../ui/errorText";
import { FieldInput } from "../FieldInput";
import type { PageField } from "../types";
import { pageTexts } from "./locale";
import { InvalidMark, Origin } from "./Origin";
import { MaskedText } from "./Reveal";

const NUMBERS = new Set(["number", "money", "integer"]);

export type SaveValue = (code: string, value: string | string[] | null) => Promise<unknown>;

type Props = {
  shown: PageField;
  field: Field | undefined;
  locked: boolean;
  onSave: SaveValue;
  onStale: () => void;
};

function plain(value: PageField["value"]): string {
  return Array.isArray(value) ? value.join("\n") : (value ?? "");
}

function useDisplay(shown: PageField, field: Field | undefined): string {
  const text = plain(shown.display ?? shown.value);
  const number = NUMBERS.has(shown.type);
  return text
    .split("\n")
    .map((line) => field?.options?.find((each) => each.value === line)?.label ?? line)
    .map((line) => (number ? grouped(line) : line))
    .join("\n");
}

/** Null clears; several lines are several values where the field takes several. */
function toSend(text: string, field: Field | undefined): string | string[] | null {
  const lines = text.split("\n").map((line) => line.trim());
  const given = lines.filter(Boolean);
  if (given.length === 0) return null;
  return field?.multi || field?.type === "multi_choice" ? given : text.trim();
}

/** What the editor starts with: a masked value is never offered, a doubtful one as it was given. */
function startingText(shown: PageField): string {
  if (shown.masked) return "";
  if (shown.valid === false && shown.given) return shown.given;
  // Of a coded value people edit the words; the server reads them.
  return plain(shown.type === "region" ? (shown.display ?? shown.value) : shown.value);
}

function Editor({ shown, field, onSave, onStale, onDone }: Props & { onDone: () => void }) {
  const t = useTexts(pageTexts);
  const display = useDisplay(shown, field);
  const start = startingText(shown);
  const [text, setText] = useState(start);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stale = isApiError(error, "stale");
  const save = async () => {
    if (text === start && !error) return onDone();
    setSaving(true);
    try {
      await onSave(shown.code, toSend(text, field));
      onDone();
    } catch (failure) {
      setError(failure);
      if (isApiError(failure, "stale")) onStale();
    } finally {
      setSaving(false);
    }
  };
  const input = field ?? {
    type: "text",
    options: [],
    label: shown.label,
    multi: false,
    code: shown.code,
  };
  const many = Array.isArray(shown.value) && shown.value.length > 1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the editor leaves it
    <div
      className="editor"
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <Flex gap={6} align="start">
        <FieldInput
          field={many ? { ...input, type: "longtext" } : input}
          value={text}
          name={display}
          onChange={setText}
          autoFocus
          onEnter={() => void save()}
        />
        <Button type="primary" loading={saving} onClick={() => void save()}>
          {t.save}
        </Button>
        <Button onClick={onDone}>{t.cancel}</Button>
      </Flex>
      {error !== null && (
        <Alert
          type={stale ? "warning" : "error"}
          showIcon
          title={stale ? t.stale : errorText(error)}
          description={stale ? t.nowIs(display || t.nothing) : undefined}
        />
      )}
    </div>
  );
}

/** One field of the profile: its value, where it came from, and editing in place. */
export function FieldRow(props: Props) {
  const { shown, field, locked } = props;
  const t = useTexts(pageTexts);
  const [editing, setEditing] = useState(false);
  const display = useDisplay(shown, field);
  const editable = shown.editable && !locked;
  const wide = field?.type === "longtext";
  const number = field && ["number", "integer", "money"].includes(field.type);
  return (
    <div id={`field-${shown.code}`} className={wide || editing ? "field wide" : "field"}>
      <dt>{shown.label}</dt>
      <dd>
        {editing ? (
          <Editor {...props} onDone={() => setEditing(false)} />
        ) : (
          <>
            <Origin given={shown.given} value={display} provenance={shown.provenance}>
              {shown.masked ? (
                <MaskedText id={shown.code} label={shown.label} value={display} masked />
              ) : (
                <span className={number ? "field-value num-text" : "field-value"}>
                  {display || <span className="muted">{t.empty}</span>}
                </span>
              )}
            </Origin>
            {shown.valid === false && <InvalidMark reason={shown.reason} />}
            {editable && (
              <Button
                type="text"
                size="small"
                className="field-edit"
                icon={<EditOutlined aria-hidden />}
                aria-label={t.editField(shown.label)}
                onClick={() => setEditing(true)}
              />
            )}
          </>
        )}
      </dd>
    </div>
  );
}
