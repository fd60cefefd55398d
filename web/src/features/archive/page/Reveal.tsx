import { EyeOutlined, LockOutlined } from "@ant-design/icons";
import { Alert, App, Button, Form, Input, Modal, Tag, Tooltip } from "antd";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { isApiError } from "../../../api/errors";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useRevealValues, useStanding } from "./api";
import { pageTexts } from "./locale";
import { aliveGrants, type Door, doorTo } from "./masks";
import {
  dialled,
  type Revealed,
  type Shown,
  shownValue,
  stillRevealed,
  withoutEnded,
  withRevealed,
} from "./revealed";
import { ApplySlot } from "./slots";
import { useTicking } from "./useTicking";

const LONGEST_LOOK_MS = 600_000;

type Reveals = {
  shown: Revealed;
  now: number;
  doorTo: (code: string) => Door;
  open: (asked: Asked) => void;
};

const RevealContext = createContext<Reveals>({
  shown: {},
  now: 0,
  doorTo: () => ({ by: "nothing" }),
  open: () => {},
});

type Asked = { key: string; code: string; label: string };

const joined = (values: Record<string, string | string[]>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, [value].flat().join("\n")]),
  );

function ReasonDialog(props: {
  id: string;
  asked: Asked;
  onValues: (values: Record<string, string>) => void;
  /** Asking for an approval instead: there when the quota of the day is used up. */
  onAsk: (() => void) | null;
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
          props.onValues(joined(values));
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
        {reveal.error && (
          <Alert
            type="error"
            showIcon
            title={errorText(reveal.error)}
            action={
              isApiError(reveal.error) &&
              reveal.error.code === "reveal.quota" &&
              props.onAsk && (
                <Button size="small" onClick={props.onAsk}>
                  {t.askInstead}
                </Button>
              )
            }
          />
        )}
      </Form>
    </Modal>
  );
}

type By = { until: number; grant: string };

/** A look by a grant: no reason is written again. */
function useGrantedLook(id: string, onValues: (values: Record<string, string>, by: By) => void) {
  const { message } = App.useApp();
  const reveal = useRevealValues(id);
  return (key: string, by: By) =>
    reveal.mutate(
      { fields: [key], reason: "" },
      {
        onSuccess: ({ values }) => {
          onValues(joined(values), by);
          reveal.reset();
        },
        onError: (error) => message.error(errorText(error)),
      },
    );
}

/** Keeps what was revealed on this page, in memory only, and finds the way to what is masked. */
export function RevealProvider({ id, children }: { id: string; children: ReactNode }) {
  const [shown, setShown] = useState<Revealed>({});
  const [asked, setAsked] = useState<(Asked & { how: "reason" | "asking" }) | null>(null);
  const standing = useStanding(id).data;
  const Apply = use(ApplySlot);
  const now = useTicking(Object.keys(shown).length > 0);
  useEffect(() => setShown((before) => stillRevealed(before, now)), [now]);
  useEffect(() => {
    if (standing) setShown((before) => withoutEnded(before, aliveGrants(standing)));
  }, [standing]);
  const keep = (values: Record<string, string>, by?: By) =>
    setShown((before) => withRevealed(before, values, Date.now(), by));
  const look = useGrantedLook(id, keep);
  const open = (each: Asked) => {
    const door = doorTo(standing, each.code);
    if (door.by === "grant")
      look(each.key, { until: Math.min(door.until, Date.now() + LONGEST_LOOK_MS), grant: door.id });
    else if (door.by === "reason" || door.by === "asking") setAsked({ ...each, how: door.by });
  };
  const close = () => setAsked(null);
  return (
    <RevealContext value={{ shown, now, doorTo: (code) => doorTo(standing, code), open }}>
      {children}
      {asked?.how === "reason" && (
        <ReasonDialog
          id={id}
          asked={asked}
          onValues={keep}
          onAsk={standing?.may_ask ? () => setAsked({ ...asked, how: "asking" }) : null}
          onClose={close}
        />
      )}
      {asked?.how === "asking" && Apply && (
        <Apply
          customerId={id}
          code={asked.code}
          label={asked.label}
          purposes={standing?.purposes ?? []}
          onClose={close}
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
  /** The field the value belongs to, where its id is a row's. */
  code?: string;
  label: string;
  value: string | null;
  masked: boolean;
  /** Whether it is a number one may call. */
  dial?: boolean;
};

/** What opens a masked value: an eye, a lock to ask at, or the word that one has asked. */
function Opener({ id, code, label }: { id: string; code: string; label: string }) {
  const t = useTexts(pageTexts);
  const { doorTo: way, open } = use(RevealContext);
  const door = way(code);
  if (door.by === "nothing") return null;
  if (door.by === "waiting") return <Tag color="blue">{t.waitsReveal}</Tag>;
  const asks = door.by === "asking";
  const name = asks ? t.askReveal(label) : t.reveal(label);
  const title =
    door.by === "grant"
      ? t.grantedReveal(exactTime(new Date(door.until).toISOString()), door.left)
      : name;
  return (
    <Tooltip title={title}>
      <Button
        type="text"
        size="small"
        icon={asks ? <LockOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
        aria-label={name}
        onClick={() => open({ key: id, code, label })}
      />
    </Tooltip>
  );
}

/** A value as the policy lets one see it; masked ones have an eye, or a lock where it takes an approval. */
export function MaskedText({ id, code = id, label, value, masked, dial = false }: Props) {
  const t = useTexts(pageTexts);
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
      {hidden && value && <Opener id={id} code={code} label={label} />}
    </span>
  );
}
