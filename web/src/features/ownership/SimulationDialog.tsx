import { Alert, App, Flex, Modal, Radio, Spin, Table, Typography } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { ErrorState } from "../../ui/states";
import { type Rule, type Simulation, useSimulation, useSwitchOn } from "./api";
import { ownershipTexts } from "./locale";

/** How many customers of whom would fall tonight, and who they are. */
function Outcome({ found }: { found: Simulation }) {
  const t = useTexts(ownershipTexts);
  return (
    <Flex vertical gap={12}>
      <Alert
        type={found.total === 0 ? "info" : "warning"}
        showIcon
        title={t.wouldFall(found.total, found.day)}
      />
      {found.total > 0 && (
        <>
          <Table
            rowKey={(row) => row.owner.id}
            size="small"
            dataSource={found.owners}
            pagination={false}
            columns={[
              { title: t.owner, key: "owner", render: (_, row) => row.owner.name },
              { title: t.count, dataIndex: "count", className: "num", width: 120 },
            ]}
          />
          <Typography.Text strong>{t.shownOf(found.customers.length, found.total)}</Typography.Text>
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
              { key: "owner", width: 120, render: (_, row) => row.owner?.name ?? "–" },
            ]}
          />
        </>
      )}
    </Flex>
  );
}

/** A rule is switched on only below the outcome of its simulation. */
export function SimulationDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useTexts(ownershipTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [existing, setExisting] = useState(true);
  const found = useSimulation(rule, existing);
  const switchOn = useSwitchOn();
  const run = () =>
    found.data &&
    switchOn.mutate(
      { id: rule.id, version: rule.version, existing, seen: found.data.mark },
      {
        onSuccess: () => {
          message.success(t.switchedOn);
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
      cancelText={c.close}
      okButtonProps={{ disabled: !found.data || found.isFetching }}
      confirmLoading={switchOn.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className="simulation">
        {switchOn.isError && <Alert type="error" showIcon title={errorText(switchOn.error)} />}
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
          <Outcome found={found.data} />
        ) : found.isError ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Spin />
        )}
      </div>
    </Modal>
  );
}
