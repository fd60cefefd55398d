import { App, Button, Form, Input, Modal, Table, type TableColumnsType, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type Correction, useCorrections, useDecide } from "./api";
import { locale } from "./locale";
import { MANAGE, REVIEW } from "./rights";
import "./portal.css";

const FieldsForm = lazy(async () => ({ default: (await import("./FieldsForm")).FieldsForm }));

function RefuseForm({ row, onClose }: { row: Correction; onClose: () => void }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useDecide();
  const save = ({ reason }: { reason: string }) =>
    decide.mutate(
      { row, reason },
      {
        onSuccess: () => message.success(t.refused),
        onError: (error) => message.error(errorText(error)),
        onSettled: onClose,
      },
    );
  return (
    <Modal
      open
      title={`${t.refuse} · ${row.label}`}
      okText={t.refuse}
      cancelText={c.cancel}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item
          name="reason"
          label={t.reason}
          rules={[{ required: true, min: 2, max: 500, message: t.reasonMissing }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Values({ values, masked }: { values: string[]; masked: boolean }) {
  const t = useTexts(locale);
  if (values.length === 0) return <span className="muted">{t.empty}</span>;
  return (
    <div title={masked ? t.maskedHint : undefined}>
      {values.map((value) => (
        <div key={value} className="portal-value">
          {value}
        </div>
      ))}
    </div>
  );
}

function useColumns(refuse: (row: Correction) => void): TableColumnsType<Correction> {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const decide = useDecide();
  const accept = (row: Correction) =>
    decide.mutate(
      { row },
      {
        onSuccess: () => message.success(t.accepted),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return [
    {
      title: t.customer,
      key: "customer",
      render: (_, row) => (
        <>
          <Link to={`/customers/${row.customer_id}`} className="plain">
            <strong>{row.customer}</strong>
          </Link>
          <div className="muted small">
            {row.label} · <RelativeTime at={row.at} />
          </div>
          {row.changed_since && <Tag color="warning">{t.changedSince}</Tag>}
        </>
      ),
    },
    {
      title: t.was,
      key: "now",
      responsive: ["md"],
      render: (_, row) => <Values values={row.now} masked={row.masked} />,
    },
    {
      title: t.wanted,
      key: "wanted",
      render: (_, row) => (
        <>
          <Values values={row.wanted} masked={row.masked} />
          <div className="portal-was muted small">
            {t.was}: {row.now.join("、") || t.empty}
          </div>
        </>
      ),
    },
    {
      title: t.deeds,
      key: "deeds",
      render: (_, row) =>
        row.may_accept && (
          <div className="portal-deeds">
            <Button
              size="small"
              loading={decide.isPending && decide.variables?.row.id === row.id}
              onClick={() => accept(row)}
            >
              {t.accept}
            </Button>
            <Button size="small" danger onClick={() => refuse(row)}>
              {t.refuse}
            </Button>
          </div>
        ),
    },
  ];
}

function Corrections() {
  const t = useTexts(locale);
  const found = useCorrections();
  const [refused, setRefused] = useState<Correction>();
  const columns = useColumns(setRefused);
  return (
    <>
      <QueryState query={found}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t.none} hint={t.noneHint} />
          ) : (
            <Table
              rowKey="id"
              size="small"
              dataSource={rows}
              columns={columns}
              pagination={false}
            />
          )
        }
      </QueryState>
      {refused && <RefuseForm row={refused} onClose={() => setRefused(undefined)} />}
    </>
  );
}

/** What customers corrected and nobody decided on; and, for who sets it, which fields they see. */
export function CorrectionsPage() {
  const t = useTexts(locale);
  const can = useCan();
  const [setting, setSetting] = useState(false);
  if (!can(REVIEW) && !can(MANAGE)) return <NoPermission />;
  const fields = can(MANAGE) && <Button onClick={() => setSetting(true)}>{t.fields}</Button>;
  return (
    <>
      <PageHeader title={t.corrections} note={t.correctionsNote} actions={fields} />
      {can(REVIEW) && <Corrections />}
      <Suspense fallback={null}>
        {setting && <FieldsForm onClose={() => setSetting(false)} />}
      </Suspense>
    </>
  );
}
