import { ArrowLeftOutlined, BankOutlined, EditOutlined, UserOutlined } from "@ant-design/icons";
import { App, Button, Flex, Popover, Typography } from "antd";
import { use, useState } from "react";
import { Link } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PersonSelect } from "../../../ui/PersonSelect";
import { RelativeTime } from "../../../ui/RelativeTime";
import { MergeWith } from "../merge/MergeWith";
import { PrintArchive } from "../print/PrintArchive";
import type { CustomerDetail } from "../types";
import { useAssign, useTrash } from "./api";
import { Classification } from "./classification/Classification";
import { GroupLabels, TagLabels } from "./Labels";
import { pageTexts } from "./locale";
import { Quality } from "./quality/Quality";
import { FactSlot } from "./slots";

type Props = { customer: CustomerDetail; locked: boolean };

function Owner({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const { message } = App.useApp();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const assign = useAssign(customer.id);
  const change = (id: string | null) =>
    assign.mutate(id, {
      onSuccess: () => setOpen(false),
      onError: (error) => message.error(errorText(error)),
    });
  const content = (
    <div style={{ width: 240 }}>
      <PersonSelect
        autoFocus
        aria-label={t.changeOwner}
        value={customer.owner?.id}
        name={customer.owner?.name}
        disabled={assign.isPending}
        onChange={change}
      />
    </div>
  );
  return (
    <span>
      <span className="muted">{t.owner}</span> {customer.owner?.name ?? t.noOwner}
      {customer.department && <span className="muted"> · {customer.department.name}</span>}
      {can(RIGHTS.assign) && !locked && (
        <Popover
          trigger="click"
          title={t.changeOwner}
          destroyOnHidden
          open={open}
          onOpenChange={setOpen}
          content={content}
        >
          <Button
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden />}
            aria-label={t.changeOwner}
          />
        </Popover>
      )}
    </span>
  );
}

function TrashButton({ customer }: { customer: CustomerDetail }) {
  const t = useTexts(pageTexts);
  const { message, modal } = App.useApp();
  const trash = useTrash(customer.id);
  const allowed = useCan()(RIGHTS.trash);
  if (!allowed) return null;
  const failed = (error: unknown) => message.error(errorText(error));
  if (customer.trashed_at) {
    const restore = () =>
      trash.mutate("restore", { onSuccess: () => message.success(t.restored), onError: failed });
    return (
      <Button type="primary" loading={trash.isPending} onClick={restore}>
        {t.restore}
      </Button>
    );
  }
  const ask = () =>
    modal.confirm({
      title: t.trashSure,
      okText: t.trash,
      onOk: () => trash.mutateAsync("trash").then(() => void message.success(t.trashed), failed),
    });
  return <Button onClick={ask}>{t.trash}</Button>;
}

/** Who this is: name, other names, number, owner, tags, how complete. */
export function Header({ customer, locked, onGoTo }: Props & { onGoTo: (code: string) => void }) {
  const t = useTexts(pageTexts);
  const Fact = use(FactSlot);
  const others = customer.names.map((each) => each.value).join(" · ");
  return (
    <header className="customer-header">
      <Flex justify="space-between" align="start" gap={12} wrap>
        <div className="customer-title">
          <Link to="/customers" className="muted small">
            <ArrowLeftOutlined aria-hidden /> {t.back}
          </Link>
          <Typography.Title level={1} className="page-title">
            <span className="kind-icon">
              {customer.kind === "person" ? (
                <UserOutlined aria-hidden />
              ) : (
                <BankOutlined aria-hidden />
              )}
            </span>
            {customer.name}
          </Typography.Title>
          {others && (
            <div className="muted">
              {t.alsoNamed} {others}
            </div>
          )}
        </div>
        <Flex gap={8} wrap justify="end">
          <PrintArchive customer={customer} />
          <MergeWith customer={customer} />
          <TrashButton customer={customer} />
        </Flex>
      </Flex>
      <Flex gap="4px 20px" wrap align="center" className="customer-facts">
        <Typography.Text
          className="num-text"
          copyable={{ text: customer.number, tooltips: [t.copyNumber, false] }}
        >
          {customer.number}
        </Typography.Text>
        <Owner customer={customer} locked={locked} />
        <Classification customer={customer} locked={locked} />
        <span>
          <span className="muted">{t.tags}</span> <TagLabels customer={customer} locked={locked} />
        </span>
        <span>
          <span className="muted">{t.groups}</span>{" "}
          <GroupLabels customer={customer} locked={locked} />
        </span>
        <Quality customer={customer} onGoTo={onGoTo} />
        {Fact && !customer.trashed_at && <Fact customerId={customer.id} />}
        <span className="muted small">
          {t.created} <RelativeTime at={customer.created_at} /> · {t.updated}{" "}
          <RelativeTime at={customer.updated_at} />
        </span>
      </Flex>
    </header>
  );
}
