import { App, Button, Flex, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { keyName } from "../../lib/keyboard";
import { errorText } from "../../ui/errorText";
import { MentionInput } from "../../ui/MentionInput";
import { useSecretCheck } from "../../ui/useSecretCheck";
import { type FollowUp, useWriteDown } from "./api";
import { Chips } from "./Chips";
import { DueChoice, dueAt, NO_DUE } from "./DueChoice";
import { fromInput } from "./days";
import { KIND_ICONS, KINDS, type Kind, OUTCOMES, type Outcome } from "./kinds";
import { activityTexts } from "./locale";
import "./activity.css";

type Direction = "in" | "out";
type Props = {
  customerId: string;
  onDone: () => void;
  /** The follow-up that is fulfilled with it. */
  finishes?: FollowUp;
};

const BLANK = { text: "", outcome: "" as Outcome | "", direction: "" as Direction | "", at: "" };

/** What happened, in as few taps as it takes: how, what came of it, and the next step. */
export function InteractionComposer({ customerId, onDone, finishes }: Props) {
  const t = useTexts(activityTexts);
  const { message } = App.useApp();
  const [kind, setKind] = useState<Kind>((finishes?.kind as Kind | undefined) ?? "call");
  const [said, setSaid] = useState(BLANK);
  const [people, setPeople] = useState<string[]>([]);
  const [minutes, setMinutes] = useState<number | null>(null);
  const [due, setDue] = useState(NO_DUE);
  const [toDo, setToDo] = useState("");
  const [all, setAll] = useState(false);
  // Until somebody begins, the form leaves the room to what has happened.
  const [begun, setBegun] = useState(finishes !== undefined);
  const write = useWriteDown(customerId);
  const put = (part: Partial<typeof BLANK>) => setSaid({ ...said, ...part });
  const next = dueAt(due);
  const ready = said.text.trim() !== "" || said.outcome !== "";
  const mayStay = useSecretCheck();
  const submit = async () => {
    if (!ready || write.isPending || !(await mayStay(said.text))) return;
    const body = {
      kind,
      text: said.text.trim(),
      outcome: said.outcome,
      direction: said.direction,
      people,
      minutes,
      ...(said.at ? { at: fromInput(said.at) } : {}),
      ...(finishes ? { finishes: finishes.id } : {}),
      ...(next ? { follows: { kind, due_at: next, text: toDo.trim() } } : {}),
    };
    write.mutate(body, {
      onSuccess: () => {
        message.success(t.saved);
        onDone();
      },
      onError: (error) => message.error(errorText(error)),
    });
  };
  return (
    <form
      className="interaction-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Chips
        label={t.kindLabel}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t.kinds[value], icon: KIND_ICONS[value] }))}
        onChange={(value) => {
          if (value) setKind(value);
          setBegun(true);
        }}
      />
      <MentionInput
        customerId={customerId}
        aria-label={t.whatHappened}
        placeholder={t.whatHappened}
        autoSize={{ minRows: begun ? 2 : 1, maxRows: 10 }}
        onFocus={() => setBegun(true)}
        value={said.text}
        onChange={(text) => put({ text })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
        }}
      />
      {begun && (
        <Chips
          label={t.outcomeLabel}
          clearable
          value={said.outcome}
          options={OUTCOMES.map((value) => ({ value, label: t.outcomes[value] }))}
          onChange={(outcome) => put({ outcome })}
        />
      )}
      {all && (
        <div className="interaction-more">
          <Chips<Direction>
            label={t.directionLabel}
            clearable
            value={said.direction}
            options={(["out", "in"] as const).map((value) => ({
              value,
              label: t.directions[value],
            }))}
            onChange={(direction) => put({ direction })}
          />
          <Input
            type="datetime-local"
            aria-label={t.happenedAt}
            value={said.at}
            onChange={(event) => put({ at: event.target.value })}
          />
          <InputNumber
            aria-label={t.minutes}
            placeholder={t.minutes}
            min={1}
            max={1440}
            precision={0}
            value={minutes}
            onChange={setMinutes}
          />
          <Select
            mode="tags"
            aria-label={t.people}
            placeholder={t.people}
            open={false}
            suffixIcon={null}
            tokenSeparators={[",", "，", "、"]}
            value={people}
            onChange={setPeople}
          />
        </div>
      )}
      {(ready || due.quick !== "") && (
        <div className="next-step">
          <span className="muted">{t.next}</span>
          <DueChoice label={t.next} clearable due={due} onChange={setDue} />
          {next && (
            <Input
              aria-label={t.toDo}
              placeholder={t.toDo}
              value={toDo}
              onChange={(event) => setToDo(event.target.value)}
            />
          )}
        </div>
      )}
      {begun && (
        <Flex justify="space-between" align="center" gap={8}>
          <Button type="link" className="flush" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t.less : t.more}
          </Button>
          <Flex align="center" gap={8}>
            {ready && <kbd>{keyName("mod+Enter")}</kbd>}
            <Button type="primary" htmlType="submit" disabled={!ready} loading={write.isPending}>
              {t.save}
            </Button>
          </Flex>
        </Flex>
      )}
    </form>
  );
}
