import { Alert, App, Button, Flex, Popconfirm, Radio, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import {
  type PasswordFor,
  type Provider,
  useLimitPasswords,
  useProviders,
  useRemoveProvider,
} from "./api";
import { ssoTexts } from "./locale";
import { ProviderDialog } from "./ProviderDialog";

/** The services people sign in by, and for whom the password still opens the door. */
export function SsoPage() {
  const t = useTexts(locale);
  const d = useTexts(ssoTexts);
  const found = useProviders();
  const [open, setOpen] = useState<Provider | "new" | null>(null);
  return (
    <>
      <SectionHead
        title={t.pages.sso}
        hint={d.hint}
        action={
          <Button type="primary" onClick={() => setOpen("new")}>
            {d.add}
          </Button>
        }
      />
      <QueryState query={found}>
        {(data) => (
          <>
            <Services rows={data.providers} onOpen={setOpen} />
            <Passwords rule={data.password_for} />
          </>
        )}
      </QueryState>
      {open && (
        <ProviderDialog provider={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

function Services(props: { rows: Provider[]; onOpen: (row: Provider) => void }) {
  const t = useTexts(locale);
  const d = useTexts(ssoTexts);
  const c = useTexts(common);
  const phone = usePhone();
  const { message } = App.useApp();
  const remove = useRemoveProvider();
  const failed = (error: unknown) => void message.error(errorText(error));
  if (props.rows.length === 0) return <p className="muted">{d.none}</p>;
  const columns: ColumnsType<Provider> = [
    { title: d.name, dataIndex: "name" },
    { title: d.issuer, dataIndex: "issuer", responsive: ["md"] },
    {
      title: d.active,
      key: "active",
      render: (_, row) => (row.active ? <Tag color="success">{d.on}</Tag> : <Tag>{d.off}</Tag>),
    },
    {
      title: t.actions,
      key: "actions",
      width: 160,
      render: (_, row) => (
        <Flex gap={4} wrap>
          <Button size="small" type="link" onClick={() => props.onOpen(row)}>
            {c.edit}
          </Button>
          <Popconfirm
            title={d.removeSure(row.name)}
            okText={d.remove}
            onConfirm={() => remove.mutate(row.id, { onError: failed })}
          >
            <Button size="small" type="link" danger aria-label={d.removeOf(row.name)}>
              {d.remove}
            </Button>
          </Popconfirm>
        </Flex>
      ),
    },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={props.rows}
      pagination={false}
      scroll={phone ? undefined : { x: 480 }}
    />
  );
}

function Passwords({ rule }: { rule: PasswordFor }) {
  const d = useTexts(ssoTexts);
  const limit = useLimitPasswords();
  const options = Object.entries(d.passwordFor).map(([value, label]) => ({ value, label }));
  return (
    <section className="settings-part">
      <h3 id="password-rule">{d.passwords}</h3>
      <p className="muted">{d.passwordsHint}</p>
      <Radio.Group
        aria-labelledby="password-rule"
        options={options}
        value={rule}
        disabled={limit.isPending}
        onChange={(event) => limit.mutate(event.target.value as PasswordFor)}
      />
      {limit.error && <Alert type="error" showIcon title={errorText(limit.error)} />}
    </section>
  );
}
