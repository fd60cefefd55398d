import { Alert, App, Form, Input, Modal, Radio, Select, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { exactTime } from "../../../lib/dates";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { errorText } from "../../../ui/errorText";
import type { ListState } from "../list/filters";
import { listTexts } from "../list/locale";
import { type Ahead, type Form as FileForm, useAhead, useAskToExport, useExport } from "./api";
import { exportTexts } from "./locale";

type Said = { purpose: string; words: string };

/** What this export takes, before it is pressed: nothing, an approval to ask for, or one that was given. */
function Standing({ ahead }: { ahead: Ahead }) {
  const t = useTexts(exportTexts);
  const language = useLanguage();
  const { request } = ahead;
  if (!ahead.needs_approval) return null;
  const link = <Link to="/privacy/approvals?which=mine">{t.mine}</Link>;
  if (request?.state === "granted") {
    const until = t.grantedHint(exactTime(request.until ?? ""), request.fetches);
    const hint = `${until} ${t.grantedFor(formatNumber(request.count, language))}`;
    return <Alert type="success" showIcon title={t.granted} description={hint} />;
  }
  if (request) {
    return (
      <Alert type="info" showIcon title={t.waiting} description={t.waitingHint} action={link} />
    );
  }
  const why = `${t.why(formatNumber(ahead.left ?? 0, language))} ${t.after(ahead.hours)}`;
  return <Alert type="warning" showIcon title={t.needed} description={why} />;
}

function AskForm({ ahead, form, onSend }: AskProps) {
  const t = useTexts(exportTexts);
  const chinese = useLanguage() !== "en";
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={onSend}>
      <Form.Item
        name="purpose"
        label={t.purpose}
        rules={[{ required: true, message: t.purposeMissing }]}
      >
        <Select
          options={ahead.purposes.map((each) => ({
            value: each.code,
            label: chinese ? each.zh : each.en,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="words"
        label={t.words}
        rules={[{ required: true, whitespace: true, min: 10, message: t.wordsMissing }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </Form>
  );
}

type AskProps = {
  ahead: Ahead;
  form: ReturnType<typeof Form.useForm<Said>>[0];
  onSend: (said: Said) => void;
};

function FormatChoice({ value, onChange }: { value: FileForm; onChange: (to: FileForm) => void }) {
  const t = useTexts(exportTexts);
  const words = useTexts(listTexts);
  return (
    <Radio.Group
      aria-label={t.format}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={[
        { value: "xlsx", label: words.exportXlsx },
        { value: "csv", label: words.exportCsv },
      ]}
    />
  );
}

type Props = { state: ListState; onClose: () => void };

/** An export before it leaves: how many, as what, and, of many, asking for it. */
export default function ExportDialog({ state, onClose }: Props) {
  const t = useTexts(exportTexts);
  const words = useTexts(listTexts);
  const language = useLanguage();
  const { message } = App.useApp();
  const [format, setFormat] = useState<FileForm>("xlsx");
  const [form] = Form.useForm<Said>();
  const found = useAhead(state);
  const ask = useAskToExport(state);
  const run = useExport(state);
  const ahead = found.data;
  const asks = ahead?.needs_approval === true && !ahead.request;
  const waits = ahead?.request?.state === "waiting";
  const error = found.error ?? ask.error ?? run.error;
  const send = (said: Said) =>
    ask.mutate(
      { purpose: said.purpose, words: said.words.trim() },
      { onSuccess: () => message.success(t.sent) },
    );
  const fetch = () =>
    run.mutate(format, {
      onSuccess: () => {
        message.success(words.exported);
        onClose();
      },
    });
  return (
    <Modal
      open
      title={t.title}
      okText={asks ? t.send : t.download}
      cancelText={t.close}
      confirmLoading={ask.isPending || run.isPending}
      okButtonProps={{ disabled: !ahead || waits }}
      onOk={asks ? form.submit : fetch}
      onCancel={onClose}
    >
      {error && <Alert type="error" showIcon title={errorText(error)} className="export-part" />}
      {!ahead && !found.error && <Skeleton active paragraph={{ rows: 2 }} />}
      {ahead && (
        <>
          <p>{t.count(formatNumber(ahead.count, language))}</p>
          <div className="export-part">
            <Standing ahead={ahead} />
          </div>
          {asks && <AskForm ahead={ahead} form={form} onSend={send} />}
          {!asks && !waits && <FormatChoice value={format} onChange={setFormat} />}
          <p className="muted small">{t.marked}</p>
        </>
      )}
    </Modal>
  );
}
