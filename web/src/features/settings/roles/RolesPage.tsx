import { Alert, Button, Flex, Popconfirm, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useDeleteRole, useRoles } from "../api";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import type { Role } from "../types";
import { RoleDialog } from "./RoleDialog";

type Open = { role: Role | null; copy: boolean } | null;

export function RolesPage() {
  const t = useTexts(locale);
  const phone = usePhone();
  const c = useTexts(common);
  const roles = useRoles();
  const remove = useDeleteRole();
  const [open, setOpen] = useState<Open>(null);
  const words = t.roles;
  const columns: ColumnsType<Role> = [
    {
      title: t.name,
      key: "name",
      render: (_, role) => (
        <>
          {role.name} {role.builtin && <Tag>{words.builtin}</Tag>}
        </>
      ),
    },
    { title: words.scope, key: "scope", render: (_, role) => words.scopes[role.scope] },
    { title: words.holders, dataIndex: "people", className: "num", width: 80 },
    {
      title: t.actions,
      key: "actions",
      width: phone ? 96 : 260,
      render: (_, role) => (
        <Flex gap={4} wrap>
          <Button size="small" type="link" onClick={() => setOpen({ role, copy: false })}>
            {role.builtin ? words.view : c.edit}
          </Button>
          <Button size="small" type="link" onClick={() => setOpen({ role, copy: true })}>
            {words.copy}
          </Button>
          {!role.builtin && (
            <Popconfirm
              title={words.removeSure(role.name)}
              onConfirm={() => remove.mutate(role.id)}
            >
              <Button size="small" type="link" danger>
                {words.remove}
              </Button>
            </Popconfirm>
          )}
        </Flex>
      ),
    },
  ];
  return (
    <>
      <SectionHead
        title={t.pages.roles}
        hint={words.hint}
        action={
          <Button type="primary" onClick={() => setOpen({ role: null, copy: false })}>
            {words.add}
          </Button>
        }
      />
      {remove.isError && <Alert type="error" showIcon title={errorText(remove.error)} />}
      <QueryState query={roles}>
        {(rows) => (
          <Table
            rowKey="id"
            columns={columns}
            dataSource={rows}
            pagination={false}
            scroll={phone ? undefined : { x: 480 }}
          />
        )}
      </QueryState>
      {open && <RoleDialog role={open.role} copy={open.copy} onClose={() => setOpen(null)} />}
    </>
  );
}
