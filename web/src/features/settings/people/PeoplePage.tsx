import { Button, Flex, Input, Popconfirm, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { Link } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { LevelTag } from "../../../ui/levels/LevelTag";
import { levelTexts } from "../../../ui/levels/locale";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { dutyTexts } from "../access/duties/locale";
import { useChangeUser, useUsers } from "../api";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { signin } from "../signin/locale";
import type { User } from "../types";
import { PasswordDialog } from "./PasswordDialog";
import { SecurityDialog } from "./SecurityDialog";
import { UserDialog } from "./UserDialog";

type Open =
  | { what: "user"; user: User | null }
  | { what: "password" | "security"; user: User }
  | null;

/** Roles, and a flag where duties meet that separate administrators would have. */
function RolesOf({ user }: { user: User }) {
  const t = useTexts(dutyTexts);
  const levels = useTexts(levelTexts);
  const names = user.combined.map((duty) => t.names[duty]).join(t.comma);
  return (
    <>
      {user.roles.map((role) => role.name).join("、") || "–"}
      {user.clearance > 0 && (
        <div title={levels.clearance}>
          <LevelTag level={user.clearance} />
        </div>
      )}
      {names && (
        <div>
          <Tag color="warning" title={t.combinesHint} style={{ whiteSpace: "normal" }}>
            {t.combines(names)}
          </Tag>
        </div>
      )}
    </>
  );
}

export function PeoplePage() {
  const t = useTexts(locale);
  const phone = usePhone();
  const c = useTexts(common);
  const signing = useTexts(signin);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const users = useUsers(useRested(typed, 200));
  const change = useChangeUser();
  const succeeds = useCan()(RIGHTS.succeed);

  const columns: ColumnsType<User> = [
    { title: t.people.personName, dataIndex: "name" },
    { title: t.people.login, dataIndex: "login", responsive: ["sm"] },
    {
      title: t.people.department,
      key: "department",
      responsive: ["md"],
      render: (_, user) => user.department?.name ?? "–",
    },
    {
      title: t.people.roles,
      key: "roles",
      render: (_, user) => <RolesOf user={user} />,
    },
    {
      title: "",
      key: "state",
      width: 90,
      render: (_, user) => (user.is_active ? null : <Tag>{t.people.disabled}</Tag>),
    },
    {
      title: t.actions,
      key: "actions",
      width: phone ? 104 : 500,
      render: (_, user) => (
        <Flex gap={4} wrap>
          <Button size="small" type="link" onClick={() => setOpen({ what: "user", user })}>
            {c.edit}
          </Button>
          <Button size="small" type="link" onClick={() => setOpen({ what: "password", user })}>
            {t.people.setPassword}
          </Button>
          <Button size="small" type="link" onClick={() => setOpen({ what: "security", user })}>
            {signing.security}
          </Button>
          {succeeds && (
            <Link to={`/pools/succession?from=${user.id}`}>
              <Button size="small" type="link">
                {t.people.handOver}
              </Button>
            </Link>
          )}
          <Popconfirm
            title={user.is_active ? t.people.disableSure(user.name) : t.people.enable}
            onConfirm={() => change.mutate({ id: user.id, is_active: !user.is_active })}
          >
            <Button size="small" type="link" danger={user.is_active}>
              {user.is_active ? t.people.disable : t.people.enable}
            </Button>
          </Popconfirm>
        </Flex>
      ),
    },
  ];
  return (
    <>
      <SectionHead
        title={t.pages.people}
        hint={t.people.hint}
        action={
          <Button type="primary" onClick={() => setOpen({ what: "user", user: null })}>
            {t.people.add}
          </Button>
        }
      />
      <Input.Search
        className="settings-narrow settings-head"
        aria-label={t.people.search}
        placeholder={t.people.search}
        allowClear
        onChange={(event) => setTyped(event.target.value)}
      />
      <QueryState query={users}>
        {(data) => (
          <>
            <Table
              rowKey="id"
              columns={columns}
              dataSource={data.pages.flatMap((page) => page.users)}
              pagination={false}
              scroll={phone ? undefined : { x: 480 }}
            />
            {users.hasNextPage && (
              <Button onClick={() => users.fetchNextPage()} loading={users.isFetchingNextPage}>
                {c.more}
              </Button>
            )}
          </>
        )}
      </QueryState>
      {open?.what === "user" && <UserDialog user={open.user} onClose={() => setOpen(null)} />}
      {open?.what === "security" && (
        <SecurityDialog user={open.user} onClose={() => setOpen(null)} />
      )}
      {open?.what === "password" && (
        <PasswordDialog user={open.user} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
