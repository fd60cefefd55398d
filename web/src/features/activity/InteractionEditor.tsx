import { App, Button, Flex } from "antd";
import { useState } from "react";
import { isApiError } from "../../api/errors";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { MentionInput } from "../../ui/MentionInput";
import { type Interaction, useCorrect } from "./api";
import { Chips } from "./Chips";
import { KIND_ICONS, KINDS, type Kind, OUTCOMES, type Outcome } from "./kinds";
import { activityTexts } from "./locale";

type Props = { customerId: string; interaction: Interaction; onDone: () => void };

/** Corrects what was written down. What was typed stays when somebody else was quicker. */
export function InteractionEditor({ customerId, interaction, onDone }: Props) {
  const t = useTexts(activityTexts);
  const { message } = App.useApp();
  const [kind, setKind] = useState(interaction.kind as Kind);
  const [outcome, setOutcome] = useState(interaction.outcome as Outcome | "");
  const [text, setText] = useState(interaction.text ?? "");
  const correct = useCorrect(customerId, interaction.id);
  const save = () =>
    correct.mutate(
      { version: interaction.version, kind, outcome, text: text.trim() },
      {
        onSuccess: onDone,
        onError: (error) =>
          message.error(isApiError(error) && error.code === "stale" ? t.stale : errorText(error)),
      },
    );
  return (
    <div className="interaction-form">
      <Chips
        label={t.kindLabel}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t.kinds[value], icon: KIND_ICONS[value] }))}
        onChange={(value) => value && setKind(value)}
      />
      <MentionInput
        customerId={customerId}
        autoFocus
        aria-label={t.whatHappened}
        autoSize={{ minRows: 2, maxRows: 12 }}
        value={text}
        onChange={setText}
      />
      <Chips
        label={t.outcomeLabel}
        clearable
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: t.outcomes[value] }))}
        onChange={setOutcome}
      />
      <Flex gap={8} justify="end">
        <Button onClick={onDone}>{t.less}</Button>
        <Button type="primary" loading={correct.isPending} onClick={save}>
          {t.save}
        </Button>
      </Flex>
    </div>
  );
}
