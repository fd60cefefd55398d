import { Table } from "antd";
import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { useKeys } from "./api";
import { operationsTexts } from "./locale";

/** Which keys there are and how old they are. */
export function KeysPart() {
  const o = useTexts(operationsTexts);
  const keys = useKeys();
  return (
    <section className="settings-part" aria-label={o.keys}>
      <h3>{o.keys}</h3>
      <QueryState query={keys}>
        {(data) => (
          <Table
            size="small"
            pagination={false}
            rowKey={(row) => `${row.purpose}-${row.epoch}`}
            dataSource={data.masters}
            columns={[
              { title: o.key, render: (_, row) => o.purposes[row.purpose as "kek"] ?? row.purpose },
              { title: o.epoch, dataIndex: "epoch" },
              { title: o.wraps, render: (_, row) => (row.purpose === "kek" ? row.wraps : "—") },
            ]}
          />
        )}
      </QueryState>
    </section>
  );
}
