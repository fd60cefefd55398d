import { Alert, Segmented, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import type { Field, Mode, Sight } from "./api";
import { accessTexts } from "./locale";
import { useWays } from "./ways";

const COLOURS: Record<Mode, string> = {
  hidden: "default",
  masked: "warning",
  read: "processing",
  edit: "success",
};
const SHOWN = ["every", "hidden", "masked", "read", "edit"] as const;

/** Whether one customer loads for somebody, by which ways, and how far each field opens. */
export function SightView({ sight, person }: { sight: Sight; person: string }) {
  const t = useTexts(accessTexts);
  const ways = useWays(sight, person);
  const whom = [sight.name, sight.number].filter(Boolean).join(" ");
  return (
    <section className="access-part">
      <Alert
        type={sight.loads ? "success" : "info"}
        showIcon
        title={sight.loads ? t.loads(person, whom) : t.loadsNot(person, whom)}
        description={
          <ul className="access-ways">
            {ways.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        }
      />
      {sight.loads && <Fields fields={sight.fields} />}
    </section>
  );
}

function Fields({ fields }: { fields: Field[] }) {
  const t = useTexts(accessTexts);
  const phone = usePhone();
  const [shown, setShown] = useState<(typeof SHOWN)[number]>("every");
  const rows = shown === "every" ? fields : fields.filter((field) => reach(field) === shown);
  const columns: ColumnsType<Field> = [
    { title: t.field, key: "field", render: (_, row) => <Name row={row} /> },
    { title: t.page, key: "page", render: (_, row) => <Page row={row} stacked={phone} /> },
    { title: t.list, key: "list", responsive: ["md"], render: (_, row) => t.modes[row.list] },
    { title: t.export, key: "export", responsive: ["md"], render: (_, row) => t.modes[row.export] },
    { title: t.because, key: "because", responsive: ["md"], render: (_, row) => <Why row={row} /> },
  ];
  return (
    <>
      <Segmented
        className="access-filter"
        aria-label={t.filter}
        size={phone ? "small" : "middle"}
        value={shown}
        onChange={setShown}
        options={SHOWN.map((value) => ({ value, label: t.filters[value] }))}
      />
      <Table
        size="small"
        rowKey="code"
        columns={columns}
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: t.noFields }}
      />
    </>
  );
}

/** What they get of a field on this customer's page: to edit only where it may really be overwritten. */
function reach(field: Field): Mode {
  return field.page === "edit" && !field.editable ? "read" : field.page;
}

function Name({ row }: { row: Field }) {
  const t = useTexts(accessTexts);
  return (
    <>
      {row.label}
      <div className="muted small">
        {row.group_label}
        {row.sensitivity !== "clear" && ` · ${t.classes[row.sensitivity]}`}
      </div>
    </>
  );
}

function Page({ row, stacked }: { row: Field; stacked: boolean }) {
  const t = useTexts(accessTexts);
  const mode = reach(row);
  return (
    <>
      <Tag color={COLOURS[mode]}>{t.modes[mode]}</Tag>
      {row.opening && <OpeningText opening={row.opening} />}
      {stacked && <Why row={row} />}
    </>
  );
}

function OpeningText({ opening }: { opening: NonNullable<Field["opening"]> }) {
  const t = useTexts(accessTexts);
  const { how, by, until, looks_left } = opening;
  const text =
    how === "granted"
      ? t.granted(by ?? "", exactTime(until ?? ""), looks_left ?? 0)
      : t.openings[how];
  return <div className="muted small">{text}</div>;
}

function Why({ row }: { row: Field }) {
  const t = useTexts(accessTexts);
  const said = row.because.map((each) =>
    each.role ? t.lines[each.line](each.role.name) : t.nobodysDefault,
  );
  const held = row.page === "edit" && !row.editable;
  return (
    <div className="small">
      {said.join(t.semicolon)}
      {held && <div className="muted">{t.held}</div>}
    </div>
  );
}
