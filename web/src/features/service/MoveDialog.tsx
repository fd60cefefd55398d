import { App, Form, Input, Radio, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { type MoveName, type Opened, type Said, useChoices, useMove } from "./api";
import { Dialog } from "./Dialog";
import { serviceTexts } from "./locale";
import { SCORES } from "./RateDialog";

// Not a score: nobody asked, or nobody answered.
const NOT_ASKED = 0;

function Closing() {
  const t = useTexts(serviceTexts);
  const choices = useChoices();
  const { reasons = [], closing = [] } = choices.data ?? {};
  return (
    <>
      <Form.Item
        name="reason"
        label={t.reason}
        rules={[{ required: true, message: t.reasonMissing }]}
      >
        <Select
          autoFocus
          loading={choices.isFetching}
          options={reasons
            .filter(({ code }) => closing.includes(code))
            .map(({ code, label }) => ({ value: code, label }))}
        />
      </Form.Item>
      <Form.Item name="cause" label={t.cause} extra={t.causeHint}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={20_000} />
      </Form.Item>
      <Form.Item
        name="score"
        label={t.satisfaction}
        extra={t.satisfactionHint}
        rules={[{ required: true, message: t.askMissing }]}
      >
        <Radio.Group
          optionType="button"
          options={[
            ...SCORES.map((value) => ({ value, label: t.score(value) })),
            { value: NOT_ASKED, label: t.notAsked },
          ]}
        />
      </Form.Item>
      <Form.Item name="words" label={t.voice}>
        <Input.TextArea
          placeholder={t.voiceHint}
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={20_000}
        />
      </Form.Item>
    </>
  );
}

function Words({ move }: { move: "wait" | "solve" | "reopen" }) {
  const t = useTexts(serviceTexts);
  const missing = { wait: "", solve: t.solveMissing, reopen: t.whyMissing }[move];
  return (
    <Form.Item
      name="text"
      label={t.moveText[move]}
      rules={missing ? [{ required: true, whitespace: true, message: missing }] : []}
    >
      <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={20_000} />
    </Form.Item>
  );
}

const closing = ({ cause, satisfaction, voice }: Opened): Partial<Said> => ({
  cause: cause ?? "",
  score: satisfaction,
  words: voice ?? "",
});

type Props = { row: Opened; move: Exclude<MoveName, "resume">; onClose: () => void };

/** A move with the words that belong to it; closing takes a reason and the cause. */
export function MoveDialog({ row, move, onClose }: Props) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Said>();
  const moving = useMove(row);
  return (
    <Dialog<Said>
      title={t.moves[move]}
      okText={t.moves[move]}
      form={form}
      initial={move === "close" ? closing(row) : {}}
      doing={moving}
      onSubmit={(said) =>
        moving.mutate(
          { ...said, move, score: said.score || null },
          {
            onSuccess: () => {
              message.success(t.moved[move]);
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      {move === "close" ? <Closing /> : <Words move={move} />}
    </Dialog>
  );
}
