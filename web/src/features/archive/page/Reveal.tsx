import { EyeOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Modal, Tag, Tooltip } from "antd";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useRevealValues } from "./api";
import { pageTexts } from "./locale";
import {
  dialled,
  type Revealed,
  type Shown,
  shownValue,
  stillRevealed,
  withRevealed,
} from "./revealed";

type Reveals = { shown: Revealed; now: number; ask: (key: string, label: string) => void };

const RevealContext = createContext<Reveals>({ shown: {}, now: 0, ask: () => {} });

function useTicking(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

type Asked = { key: string; label: string };

function ReasonDialog(props: {
  id: string;
  asked: Asked;
  onValues: (values: Record<string, string>) => void;
  onClose: () => void;
}) {
  const t = useTexts(pageTexts);
  const [form] = Form.useForm<{ reason: string }>();
  const reveal = useRevealValues(props.id);
  const submit = ({ reason }: { reason: string }) =>
    reveal.mutate(
      { fields: [props.asked.key], reason: reason.trim() },
      {
        onSuccess: ({ values }) => {
          props.onValues(
            Object.fromEntries(
              Object.entries(values).map(([key, value]) => [key, [value].flat().join("\n")]),
            ),
          );
          reveal.reset();
          props.onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t.revealTitle(props.asked.label)}
      okText={t.show}
      cancelText={t.cancel}
      confirmLoading={reveal.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <p className="muted">{t.revealHint}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <div className="chips reasons">
          {Object.entries(t.reasons).map(([code, text]) => (
            <Button key={code} size="small" onClick={() => form.setFieldsValue({ reason: text })}>
              {text}
            </Button>
          ))}
        </div>
        <Form.Item
          name="reason"
          label={t.reason}
          rules={[{ required: true, whitespace: true, min: 4, message: t.reasonMissing }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
        {reveal.error && <Alert type="error" showIcon title={errorText(reveal.error)} />}
      </Form>
    </Modal>
  );
}

/** Keeps what was revealed on this page, in memory only, and asks for the reason. */
export function RevealProvider({ id, children }: { id: string; children: ReactNode }) {
  const [shown, setShown] = useState<Revealed>({});
  const [asked, setAsked] = useState<Asked | null>(null);
  const now = useTicking(Object.keys(shown).length > 0);
  useEffect(() => setShown((before) => stillRevealed(before, now)), [now]);
  return (
    <RevealContext value={{ shown, now, ask: (key, label) => setAsked({ key, label }) }}>
      {children}
      {asked && (
        <ReasonDialog
          id={id}
          asked={asked}
          onValues={(values) => setShown((before) => withRevealed(before, values, Date.now()))}
          onClose={() => setAsked(null)}
        />
      )}
    </RevealContext>
  );
}

export function useShown(key: string, value: string | null, masked: boolean): Shown {
  const { shown, now } = use(RevealContext);
  return shownValue(key, value, masked, shown, now);
}

type Props = {
  id: string;
  label: string;
  value: string | null;
  masked: boolean;
  /** Whether it is a number one may call. */
  dial?: boolean;
};

/** A value as the policy lets one see it; masked ones have an eye. */
export function MaskedText({ id, label, value, masked, dial = false }: Props) {
  const t = useTexts(pageTexts);
  const { ask } = use(RevealContext);
  const allowed = useCan()(RIGHTS.reveal);
  const shown = useShown(id, value, masked);
  const hidden = masked && !shown.clear;
  return (
    <span className="masked">
      {dial && value && !hidden ? (
        <a className="num-text" href={dialled(shown.text)}>
          {shown.text}
        </a>
      ) : (
        <span className="num-text">{shown.text}</span>
      )}
      {shown.secondsLeft > 0 && <Tag variant="filled">{t.secondsLeft(shown.secondsLeft)}</Tag>}
      {hidden && value && allowed && (
        <Tooltip title={t.reveal(label)}>
          <Button
            type="text"
            size="small"
            icon={<EyeOutlined aria-hidden />}
            aria-label={t.reveal(label)}
            onClick={() => ask(id, label)}
          />
        </Tooltip>
      )}
    </span>
  );
}
