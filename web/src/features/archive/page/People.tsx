import { Tag } from "antd";
import { Link } from "react-router";
import { useFields } from "../../../api/fields";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import type { CustomerDetail } from "../types";
import { pageTexts } from "./locale";
import type { PartInput } from "./PartDialog";
import { PartSection } from "./PartSection";
import { PointLine } from "./Parts";

type Props = { customer: CustomerDetail; locked: boolean };

/** The people at an organisation. */
export function Contacts({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const { data: register } = useFields();
  const label = (code: string) =>
    register?.fields.find((each) => each.code === code)?.label ?? code;
  const inputs: PartInput[] = [
    { name: "name", label: t.person },
    { name: "title", label: t.title, optional: true },
    { name: "department", label: t.contactDepartment, optional: true },
    { name: "role", label: t.role, optional: true },
  ];
  if (customer.kind !== "organisation") return null;
  return (
    <PartSection
      customerId={customer.id}
      resource="contacts"
      title={t.contacts}
      locked={locked}
      addInputs={inputs}
      changeInputs={inputs}
      items={customer.contacts.map(({ id, name, title, department, role, points }) => ({
        id,
        name,
        content: (
          <div className="contact">
            <div>
              <strong>{name}</strong>{" "}
              <span className="muted">{[department, title, role].filter(Boolean).join(" · ")}</span>
            </div>
            {points.map((point) => (
              <div key={point.id} className="contact-point">
                <PointLine point={point} kind={label(point.kind)} />
              </div>
            ))}
          </div>
        ),
        values: { name, title, department: department ?? "", role: role ?? "" },
      }))}
    />
  );
}

export function Relations({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const options = Object.entries(t.relationKinds).map(([value, label]) => ({ value, label }));
  const note: PartInput = { name: "note", label: t.note, optional: true };
  return (
    <PartSection
      customerId={customer.id}
      resource="relations"
      title={t.relations}
      locked={locked}
      addInputs={[
        { name: "kind", label: t.kind, as: "choice", options },
        { name: "other_id", label: t.other, as: "customer" },
        note,
      ]}
      changeInputs={[note]}
      items={customer.relations.map((each) => ({
        id: each.id,
        name: `${each.label} ${each.other.name}`,
        content: (
          <>
            <span className="muted part-kind">{each.label}</span>
            <Link to={`/customers/${each.other.id}`}>{each.other.name}</Link>
            {each.note && <span className="muted">{each.note}</span>}
          </>
        ),
        values: { note: each.note ?? "" },
      }))}
    />
  );
}

/** Colleagues who may see or change this customer besides its owner. */
export function Collaborators({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const level: PartInput = {
    name: "level",
    label: t.level,
    as: "choice",
    options: [
      { value: "read", label: t.levelRead },
      { value: "edit", label: t.levelEdit },
    ],
  };
  const until: PartInput = {
    name: "until",
    label: t.until,
    as: "date",
    optional: true,
    hint: t.noEnd,
  };
  return (
    <PartSection
      customerId={customer.id}
      resource="collaborators"
      title={t.collaborators}
      locked={locked}
      addInputs={[{ name: "user_id", label: t.person, as: "person" }, level, until]}
      addStart={{ level: "read" }}
      changeInputs={[level, until]}
      items={customer.collaborators.map((each) => ({
        id: each.id,
        name: each.user.name,
        content: (
          <>
            {each.user.name}
            <Tag variant="filled">{each.level === "edit" ? t.levelEdit : t.levelRead}</Tag>
            {each.until && <span className="muted">{exactTime(each.until).slice(0, 10)}</span>}
          </>
        ),
        values: { level: each.level, until: each.until?.slice(0, 10) ?? "" },
      }))}
    />
  );
}
