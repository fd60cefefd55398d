import { AutoComplete, Button, Flex, Select } from "antd";
import { useState } from "react";
import { useFields } from "../../api/fields";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { handDraft, reached } from "./cleaning";
import { locale } from "./locale";
import { usePreview } from "./Suggestions";
import type { Profile } from "./types";

type Props = { profile: Profile; picked: ReadonlyMap<string, number>; onDone: () => void };

/** What the picked values shall be instead; like every correction, it is previewed first. */
export function HandBar({ profile, picked, onDone }: Props) {
  const t = useTexts(locale);
  const language = useLanguage();
  const { busy, preview } = usePreview();
  const [after, setAfter] = useState("");
  const options = useFields().data?.fields.find(({ code }) => code === profile.field)?.options;
  const count = (value: number) => formatNumber(value, language);
  const draft = handDraft(profile.id, picked, after.trim());
  const ready = after.trim() !== "" && (draft.changes?.length ?? 0) > 0;
  return (
    <section className="clean-hand" aria-label={t.changeTo}>
      <strong>{t.picked(count(picked.size), count(reached(picked)))}</strong>
      <Flex gap={8} wrap className="clean-hand-tools">
        {options && options.length > 0 ? (
          <Select
            showSearch={{ optionFilterProp: "label" }}
            className="clean-hand-to"
            aria-label={t.changeTo}
            placeholder={t.changeTo}
            value={after || null}
            onChange={setAfter}
            options={options}
          />
        ) : (
          <AutoComplete
            className="clean-hand-to"
            aria-label={t.changeTo}
            placeholder={t.chooseTo}
            value={after}
            onChange={setAfter}
            showSearch={{ filterOption: true }}
            options={profile.values.map(({ value, shown }) => ({ value: shown || value }))}
          />
        )}
        <Button
          type="primary"
          disabled={!ready}
          loading={busy && ready}
          onClick={() => preview(draft)}
        >
          {t.preview}
        </Button>
        <Button
          loading={busy && !ready}
          onClick={() => preview(handDraft(profile.id, picked, null))}
        >
          {t.clearThem}
        </Button>
        <Button type="text" onClick={onDone}>
          {t.unpick}
        </Button>
      </Flex>
    </section>
  );
}
