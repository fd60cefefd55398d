import { App, Button, Flex, Popconfirm, Progress, Table } from "antd";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { type Keys, rotating, useCopy, useKeys, useRotate } from "./api";
import { CopiesPart, EscrowPart } from "./EscrowPart";
import { operationsTexts } from "./locale";
import { ResealPart } from "./ResealPart";

/** Which keys there are, how old they are, and what can be done about them. */
export function KeysPart() {
  const o = useTexts(operationsTexts);
  const keys = useKeys();
  return (
    <QueryState query={keys}>
      {(data) => (
        <>
          <section className="settings-part" aria-label={o.keys}>
            <h3>{o.keys}</h3>
            <p className="muted">{o.keysHint(data.rotate_after)}</p>
            <p className="muted">{o.suite(data.suite)}</p>
            <Masters keys={data} />
            <Rotation keys={data} />
          </section>
          <ResealPart keys={data} />
          <section className="settings-part" aria-label={o.index}>
            <h3>{o.index}</h3>
            <p className="muted">{o.indexHint}</p>
          </section>
          <EscrowPart keys={data} />
          <CopiesPart keys={data} action={<CopyNow />} />
        </>
      )}
    </QueryState>
  );
}

function Masters({ keys }: { keys: Keys }) {
  const o = useTexts(operationsTexts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className="keys-masters" aria-label={o.key} tabIndex={0}>
      <Table
        size="small"
        pagination={false}
        rowKey={(row) => `${row.purpose}-${row.epoch}`}
        dataSource={keys.masters}
        columns={[
          { title: o.key, render: (_, row) => o.purposes[row.purpose as "kek"] ?? row.purpose },
          {
            title: o.epoch,
            render: (_, row) => (row.purpose.startsWith("index") ? "—" : row.epoch),
          },
          { title: o.since, render: (_, row) => exactTime(row.created_at) },
          {
            title: o.wraps,
            align: "end",
            render: (_, row) => (row.purpose === "kek" ? row.wraps : "—"),
          },
        ]}
      />
    </section>
  );
}

function Rotation({ keys }: { keys: Keys }) {
  const o = useTexts(operationsTexts);
  const { message } = App.useApp();
  const rotate = useRotate();
  const begin = () =>
    rotate.mutate(undefined, {
      onSuccess: () => message.success(o.rotationBegun),
      onError: (error) => message.error(errorText(error)),
    });
  const { rotation } = keys;
  if (rotation && rotating(keys)) {
    const percent = Math.floor((100 * rotation.done) / Math.max(rotation.total, 1));
    return (
      <>
        <p>{o.rewrapping(rotation.done, rotation.total)}</p>
        <Progress percent={percent} status="active" aria-label={o.rotate} />
      </>
    );
  }
  return (
    <>
      {keys.stalled && <p role="alert">{o.stalled}</p>}
      <Flex gap={12} align="center" wrap className="keys-doing">
        <Popconfirm title={o.rotateSure} onConfirm={begin}>
          <Button loading={rotate.isPending}>{o.rotate}</Button>
        </Popconfirm>
        {rotation?.finished_at && (
          <span className="muted">
            {o.lastRotation} {exactTime(rotation.finished_at)}
          </span>
        )}
      </Flex>
    </>
  );
}

function CopyNow() {
  const o = useTexts(operationsTexts);
  const { message } = App.useApp();
  const copy = useCopy();
  const make = () =>
    copy.mutate(undefined, {
      onSuccess: () => message.success(o.copied),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Button onClick={make} loading={copy.isPending}>
      {o.copyNow}
    </Button>
  );
}
