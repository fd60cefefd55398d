import { Alert, App, Button, Checkbox, Drawer, Flex, Form, Input, Radio } from "antd";
import { useState } from "react";
import { useFields } from "../../../api/fields";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { useSaveRule, useTried } from "./api";
import { BrokenToday } from "./BrokenToday";
import { ConditionInputs } from "./ConditionInputs";
import { complete, draftOf, fitted, KINDS, NEW, TESTS, withTest } from "./draft";
import { ruleTexts } from "./locale";
import { TestInputs } from "./TestInputs";
import { TryOut } from "./TryOut";
import type { Rule, RuleDraft } from "./types";

type Props = { rule: Rule | null; onClose: () => void };

/** Writes one rule: what is checked, of whom, when, and what happens when it is broken. */
export function RuleDrawer({ rule, onClose }: Props) {
  const words = useTexts(ruleTexts);
  const c = useTexts(common);
  const save = useSaveRule();
  const [begun] = useState<RuleDraft>(() => (rule ? draftOf(rule) : NEW));
  const [draft, setDraft] = useState(begun);
  const { modal } = App.useApp();
  const { data: register } = useFields();
  const fields = register?.fields ?? [];
  const set = (change: Partial<RuleDraft>) => setDraft((now) => ({ ...now, ...change }));
  const ready = complete(draft);
  const leave = () => {
    if (draft === begun) onClose();
    else modal.confirm({ title: words.leaveSure, okText: words.leave, onOk: onClose });
  };
  const footer = (
    <Flex justify="end" gap={8}>
      <Button onClick={leave}>{c.cancel}</Button>
      <Button
        type="primary"
        disabled={!ready}
        loading={save.isPending}
        onClick={() =>
          save.mutate({ ...(rule ? { id: rule.id } : {}), draft }, { onSuccess: onClose })
        }
      >
        {c.save}
      </Button>
    </Flex>
  );
  return (
    <Drawer open size={560} title={rule ? words.change : words.add} onClose={leave} footer={footer}>
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      <Form layout="vertical" requiredMark={false} component="div" className="rule-form">
        <Form.Item label={words.test}>
          <Radio.Group
            optionType="button"
            value={draft.test}
            onChange={({ target }) =>
              setDraft((now) => fitted(withTest(now, target.value), fields))
            }
            options={TESTS.map((test) => ({ value: test, label: words.tests[test] }))}
            aria-label={words.test}
          />
        </Form.Item>
        <Form.Item label={words.kinds}>
          <Checkbox.Group
            value={draft.kinds}
            onChange={(kinds) => setDraft((now) => fitted({ ...now, kinds }, fields))}
            options={KINDS.map((kind) => ({ value: kind, label: words.kindNames[kind] }))}
          />
        </Form.Item>
        <TestInputs draft={draft} fields={fields} onChange={setDraft} />
        <ConditionInputs draft={draft} fields={fields} onChange={set} />
        <Form.Item
          label={words.severity}
          extra={words.severityHints[draft.severity as "refuse" | "mark"]}
        >
          <Radio.Group
            value={draft.severity}
            onChange={({ target }) => set({ severity: target.value })}
            options={(["mark", "refuse"] as const).map((value) => ({
              value,
              label: words.severities[value],
            }))}
            aria-label={words.severity}
          />
        </Form.Item>
        <Sentence draft={draft} ready={ready} />
        <Form.Item label={words.message} htmlFor="rule-message" extra={words.messageHint}>
          <Input
            id="rule-message"
            maxLength={200}
            value={draft.message_zh}
            onChange={({ target }) => set({ message_zh: target.value })}
          />
        </Form.Item>
        <Form.Item label={words.messageEn} htmlFor="rule-message-en">
          <Input
            id="rule-message-en"
            maxLength={200}
            value={draft.message_en}
            onChange={({ target }) => set({ message_en: target.value })}
          />
        </Form.Item>
        {ready && <TryOut draft={draft} fields={fields} />}
        {ready && <BrokenToday draft={draft} />}
        <Form.Item extra={words.activeHint}>
          <Checkbox
            checked={draft.active}
            onChange={({ target }) => set({ active: target.checked })}
          >
            {words.active}
          </Checkbox>
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** The rule in one sentence as it is being written, or what is wrong with it. */
function Sentence({ draft, ready }: { draft: RuleDraft; ready: boolean }) {
  return ready ? <Said draft={draft} /> : <Waiting />;
}

function Waiting() {
  const words = useTexts(ruleTexts);
  return <p className="rule-sentence muted">{words.previewWaiting}</p>;
}

function Said({ draft }: { draft: RuleDraft }) {
  const words = useTexts(ruleTexts);
  const rested = useRested(draft, 250);
  const tried = useTried(rested, rested.kinds[0] ?? "person", {});
  if (tried.isError) return <Alert type="warning" showIcon title={errorText(tried.error)} />;
  return (
    <section className="rule-sentence" aria-label={words.preview} aria-live="polite">
      {tried.data?.sentence ?? words.previewWaiting}
    </section>
  );
}
