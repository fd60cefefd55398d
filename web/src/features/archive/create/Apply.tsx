import { App, Button, Flex, Input } from "antd";
import { useId, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useApply } from "../api";
import { createTexts } from "./locale";

/** Asks whoever answers for a concealed customer for a share of it. */
export function Apply({ handle }: { handle: string }) {
  const t = useTexts(createTexts);
  const { message } = App.useApp();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const apply = useApply();
  if (apply.isSuccess) return <div className="small">{t.applied}</div>;
  if (!open)
    return (
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t.applyFor}
      </Button>
    );
  const send = () =>
    apply.mutate({ handle, reason }, { onError: (error) => message.error(errorText(error)) });
  return (
    <Flex vertical gap={6} className="apply">
      <label htmlFor={id}>{t.applyReason}</label>
      <Input.TextArea
        id={id}
        autoFocus
        maxLength={500}
        autoSize={{ minRows: 2, maxRows: 4 }}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <span className="muted small">{t.applyHint}</span>
      <Button
        className="apply-send"
        disabled={reason.trim() === ""}
        loading={apply.isPending}
        onClick={send}
      >
        {t.applySend}
      </Button>
    </Flex>
  );
}
