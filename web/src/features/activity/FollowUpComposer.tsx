import { App, Button, Flex, Input } from "antd";
import { useState } from "react";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PersonSelect } from "../../ui/PersonSelect";
import { usePlan } from "./api";
import { Chips } from "./Chips";
import { type Due, DueChoice, dueAt } from "./DueChoice";
import { morningIn, toInput } from "./days";
import { KIND_ICONS, KINDS, type Kind } from "./kinds";
import { activityTexts } from "./locale";
import "./activity.css";

const TOMORROW = (): Due => ({ quick: "tomorrow", input: toInput(morningIn(1)) });

/** What is to be done, by when and by whom. */
export function FollowUpComposer({
  customerId,
  onDone,
}: {
  customerId: string;
  onDone: () => void;
}) {
  const t = useTexts(activityTexts);
  const me = useMe();
  const { message } = App.useApp();
  const [kind, setKind] = useState<Kind>("call");
  const [text, setText] = useState("");
  const [due, setDue] = useState(TOMORROW);
  const [assignee, setAssignee] = useState<string | null>(null);
  const plan = usePlan(customerId);
  const at = dueAt(due);
  const submit = () => {
    if (!at || plan.isPending) return;
    plan.mutate(
      { kind, text: text.trim(), due_at: at, ...(assignee ? { assignee_id: assignee } : {}) },
      {
        onSuccess: () => {
          message.success(t.planned);
          onDone();
        },
        onError: (error) => message.error(errorText(error)),
      },
    );
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
        onChange={(value) => value && setKind(value)}
      />
      <Input.TextArea
        aria-label={t.toDo}
        placeholder={t.toDo}
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
        }}
      />
      <DueChoice label={t.dueAt} due={due} onChange={setDue} />
      <Flex justify="space-between" align="center" gap={8} wrap>
        <div className="assignee">
          <PersonSelect
            aria-label={t.assignee}
            value={assignee ?? me.user.id}
            name={assignee ? undefined : me.user.name}
            onChange={setAssignee}
          />
        </div>
        <Button type="primary" htmlType="submit" disabled={!at} loading={plan.isPending}>
          {t.planIt}
        </Button>
      </Flex>
    </form>
  );
}
