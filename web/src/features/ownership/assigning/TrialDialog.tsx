import { Alert, App, Flex, Modal, Radio, Spin, Table, Typography } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { ErrorState } from "../../../ui/states";
import { type Assignment, type Trial, usePutInForce, useTrial } from "./api";
import { assigningTexts } from "./locale";

/** Who would get how many, and which. */
function Outcome({ found, existing }: { found: Trial; existing: boolean }) {
  const t = useTexts(assigningTexts);
  const rows = [
    ...found.receivers.map(({ person, count }) => ({ key: person.id, name: person.name, count })),
    { key: "pool", name: t.intoPool, count: found.pooled },
    { key: "left", name: t.left, count: found.left },
  ].filter((row) => row.count > 0);
  return (
    <Flex vertical gap={12}>
      <Alert
        type={existing && found.total > 0 ? "warning" : "info"}
        showIcon
        title={existing ? t.would(found.total) : t.example(found.total)}
        {...(found.tried < found.total ? { description: t.triedOf(found.tried) } : {})}
      />
      {found.total > 0 && (
        <>
          <Table
            size="small"
            dataSource={rows}
            pagination={false}
            columns={[
              { title: t.person, dataIndex: "name" },
              { title: t.count, dataIndex: "count", className: "num", width: 120 },
            ]}
          />
          <Typography.Text strong>{t.list}</Typography.Text>
          <Table
            rowKey="id"
            size="small"
            showHeader={false}
            dataSource={found.customers}
            pagination={false}
            columns={[
              {
                key: "name",
                render: (_, row) => (
                  <>
                    {row.name} <span className="muted small num">{row.number}</span>
                  </>
                ),
              },
              {
                key: "to",
                width: 140,
                render: (_, row) => row.to?.name ?? (row.pooled ? t.intoPool : t.left),
              },
            ]}
          />
        </>
      )}
    </Flex>
  );
}

/** A rule is switched on only below the outcome of its simulation. */
export function TrialDialog({ rule, onClose }: { rule: Assignment; onClose: () => void }) {
  const t = useTexts(assigningTexts);
  const { message } = App.useApp();
  const [existing, setExisting] = useState(true);
  const found = useTrial(rule, existing);
  const putInForce = usePutInForce();
  const run = () =>
    found.data &&
    putInForce.mutate(
      { id: rule.id, version: rule.version, existing, seen: found.data.mark },
      {
        onSuccess: () => {
          message.success(t.isOn);
          onClose();
        },
        onError: () => void found.refetch(),
      },
    );
  return (
    <Modal
      open
      width={640}
      title={t.simulating(rule.name)}
      okText={t.switchOn}
      cancelText={t.close}
      okButtonProps={{ disabled: !found.data || found.isFetching }}
      confirmLoading={putInForce.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className="simulation">
        {putInForce.isError && <Alert type="error" showIcon title={errorText(putInForce.error)} />}
        <Radio.Group
          aria-label={t.scope}
          value={existing}
          onChange={(event) => setExisting(event.target.value)}
          options={[
            { value: true, label: t.existing },
            { value: false, label: t.fromNow },
          ]}
        />
        {found.data ? (
          <Outcome found={found.data} existing={existing} />
        ) : found.isError ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Spin />
        )}
      </div>
    </Modal>
  );
}
