import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { download } from "../../api/download";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { endPurpose, type Purpose, type Register, useDeed, useRegister, useUnfounded } from "./api";
import { locale } from "./locale";
import { NoticeForm } from "./NoticeForm";
import { Notices } from "./Notices";
import { PurposeForm } from "./PurposeForm";
import { Rules } from "./Rules";
import { VIEW } from "./rights";
import "./privacy.css";

function useColumns(editable: boolean, edit: (row: Purpose) => void): TableColumnsType<Purpose> {
  const t = useTexts(locale);
  const c = useTexts(common);
  const zh = useLanguage() === "zh-CN";
  const { message } = App.useApp();
  const deed = useDeed();
  const end = (row: Purpose) =>
    deed.mutate(endPurpose(row), { onError: (error) => message.error(errorText(error)) });
  const columns: TableColumnsType<Purpose> = [
    {
      title: t.purposes,
      key: "name",
      render: (_, row) => (
        <>
          <strong>{zh ? row.name_zh : row.name_en}</strong> {row.ended && <Tag>{t.ended}</Tag>}
          {row.cross_border && <Tag color="warning">{t.crossBorder}</Tag>}
        </>
      ),
    },
    {
      title: t.basis,
      key: "basis",
      render: (_, row) => t.bases[row.basis as keyof typeof t.bases],
    },
    {
      title: t.months,
      key: "months",
      responsive: ["md"],
      render: (_, row) => (row.months ? t.monthsShown(row.months) : "–"),
    },
    {
      title: t.recipients,
      key: "to",
      responsive: ["lg"],
      render: (_, row) => row.recipients || "–",
    },
  ];
  if (!editable) return columns;
  return [
    ...columns,
    {
      title: c.edit,
      key: "deeds",
      render: (_, row) =>
        row.ended ? null : (
          <div className="privacy-deeds">
            <Button size="small" onClick={() => edit(row)}>
              {c.edit}
            </Button>
            <Popconfirm
              title={t.end}
              description={<div style={{ maxWidth: 280 }}>{t.endAsk}</div>}
              onConfirm={() => end(row)}
            >
              <Button size="small">{t.end}</Button>
            </Popconfirm>
          </div>
        ),
    },
  ];
}

function Unfounded() {
  const t = useTexts(locale);
  const rows = useUnfounded().data ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="privacy-section" aria-label={t.unfounded}>
      <h2>{t.unfounded}</h2>
      <p className="muted">{t.unfoundedHint}</p>
      <ul className="privacy-rows">
        {rows.map((row) => (
          <li key={row.code}>
            {row.label}{" "}
            <span className="muted small">
              {t.customersWith(`${row.customers}${row.capped ? "+" : ""}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Purposes({ register }: { register: Register }) {
  const t = useTexts(locale);
  const [edited, setEdited] = useState<Purpose>();
  const columns = useColumns(register.editable, setEdited);
  return (
    <section aria-label={t.purposes}>
      {register.purposes.length === 0 ? (
        <EmptyState title={t.noPurposes} hint={t.noPurposesHint} />
      ) : (
        <Table
          rowKey="id"
          size="small"
          dataSource={register.purposes}
          columns={columns}
          pagination={false}
        />
      )}
      {edited && <PurposeForm row={edited} onClose={() => setEdited(undefined)} />}
    </section>
  );
}

function RegisterOf() {
  const t = useTexts(locale);
  const found = useRegister();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const sheet = () =>
    download("/api/privacy/register.csv", {}, "processing-activities.csv").catch((error: unknown) =>
      message.error(errorText(error)),
    );
  const editable = found.data?.editable ?? false;
  return (
    <>
      <PageHeader
        title={t.register}
        note={t.registerNote}
        actions={
          <>
            <Button onClick={sheet}>{t.sheet}</Button>
            {editable && (
              <Button
                type="primary"
                icon={<PlusOutlined aria-hidden />}
                onClick={() => setAdding(true)}
              >
                {t.addPurpose}
              </Button>
            )}
          </>
        }
      />
      <QueryState query={found}>
        {(register) => (
          <>
            <Purposes register={register} />
            <Unfounded />
            <Notices register={register} onPublish={() => setPublishing(true)} />
            {register.editable && <Rules register={register} />}
          </>
        )}
      </QueryState>
      {adding && <PurposeForm onClose={() => setAdding(false)} />}
      {publishing && <NoticeForm onClose={() => setPublishing(false)} />}
    </>
  );
}

/** Why the organisation holds data of people, and what it tells them. */
export function RegisterPage() {
  return useCan()(VIEW) ? <RegisterOf /> : <NoPermission />;
}
