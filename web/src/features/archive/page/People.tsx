import { StarFilled } from "@ant-design/icons";
import { Tag } from "antd";
import { Link } from "react-router";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import type { Contact, CustomerDetail, RelationKind } from "../types";
import { useRelationKinds } from "./api";
import { pageTexts } from "./locale";
import type { PartInput } from "./PartDialog";
import { PartSection } from "./PartSection";
import { Points } from "./Parts";

type Props = { customer: CustomerDetail; locked: boolean };

/** The people at an organisation. */
export function Contacts({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const inputs: PartInput[] = [
    { name: "name", label: t.person },
    { name: "title", label: t.title, optional: true },
    { name: "department", label: t.contactDepartment, optional: true },
    { name: "role", label: t.role, optional: true },
    { name: "note", label: t.note, as: "area", optional: true },
    { name: "preferred", label: t.makePreferred, as: "check" },
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
      items={customer.contacts.map((contact) => ({
        id: contact.id,
        name: contact.name,
        content: <ContactLine contact={contact} />,
        values: {
          name: contact.name,
          title: contact.title ?? "",
          department: contact.department,
          role: contact.role,
          note: contact.note,
          preferred: contact.preferred,
        },
      }))}
      below={(id) => {
        const contact = customer.contacts.find((each) => each.id === id);
        if (!contact) return null;
        return (
          <Points
            {...{ customer, locked }}
            resource={`contacts/${id}/contact-points`}
            title={t.pointsOf(contact.name)}
            points={contact.contact_points}
          />
        );
      }}
    />
  );
}

function ContactLine({ contact }: { contact: Contact }) {
  const t = useTexts(pageTexts);
  const place = [contact.department, contact.title, contact.role].filter(Boolean).join(" · ");
  return (
    <>
      <strong>{contact.name}</strong>
      <span className="muted">{place}</span>
      {contact.preferred && <StarFilled className="preferred" aria-label={t.preferred} />}
      {contact.person && (
        <Link to={`/customers/${contact.person.id}`}>{contact.person.number}</Link>
      )}
      {contact.note && <span className="muted contact-note">{contact.note}</span>}
    </>
  );
}

/** Both directions of a tie as one choice: `parent` and, from the other end, `parent<`. */
function kindOptions(kinds: RelationKind[], customer: CustomerDetail) {
  return kinds.flatMap(({ code, label, inverse_label, ...ends }) => {
    const there = ends.this.includes(customer.kind) ? [{ value: code, label }] : [];
    const back = ends.other.includes(customer.kind) && inverse_label !== label;
    return back ? [...there, { value: `${code}<`, label: inverse_label }] : there;
  });
}

export function Relations({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const kinds = useRelationKinds();
  const options = kindOptions(kinds.data ?? [], customer);
  const rest: PartInput[] = [
    { name: "note", label: t.note, optional: true },
    { name: "since", label: t.since, optional: true },
    { name: "until", label: `${t.until} (${t.datesHint})`, optional: true },
  ];
  return (
    <PartSection
      customerId={customer.id}
      resource="relations"
      title={t.relations}
      locked={locked}
      addInputs={[
        { name: "kind", label: t.kind, as: "choice", options },
        { name: "other_id", label: t.other, as: "customer" },
        ...rest,
      ]}
      changeInputs={rest}
      toBody={({ kind, ...body }) =>
        typeof kind === "string"
          ? { ...body, kind: kind.replace("<", ""), inverse: kind.endsWith("<") }
          : body
      }
      items={customer.relations.map((each) => ({
        id: each.id,
        name: `${each.label} ${each.other.name}`,
        content: (
          <>
            <span className="muted part-kind">{each.label}</span>
            <Link to={`/customers/${each.other.id}`}>{each.other.name}</Link>
            {each.note && <span className="muted">{each.note}</span>}
            {(each.since || each.until) && (
              <span className="muted">
                {each.since} – {each.until}
              </span>
            )}
          </>
        ),
        values: { note: each.note, since: each.since, until: each.until },
      }))}
    />
  );
}

/** A permission "until the 5th" includes the 5th, in the reader's time zone. */
function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
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
  const deals: PartInput = {
    name: "deals",
    label: t.deals,
    as: "choice",
    options: [
      { value: "own", label: t.dealsOwn },
      { value: "all", label: t.dealsAll },
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
      addInputs={[{ name: "user_id", label: t.person, as: "person" }, level, deals, until]}
      addStart={{ level: "read", deals: "own" }}
      changeInputs={[level, deals, until]}
      toBody={({ until: day, deals: whose, ...body }) => ({
        ...body,
        deals: whose === "all",
        until: day ? endOfDay(`${day}`) : null,
      })}
      items={customer.collaborators.map((each) => ({
        id: each.id,
        name: each.user.name,
        content: (
          <>
            {each.user.name}
            <Tag variant="filled">{each.level === "edit" ? t.levelEdit : t.levelRead}</Tag>
            {each.deals && <Tag variant="filled">{t.dealsAll}</Tag>}
            {each.until && <span className="muted">{exactTime(each.until).slice(0, 10)}</span>}
          </>
        ),
        values: {
          level: each.level,
          deals: each.deals ? "all" : "own",
          until: each.until?.slice(0, 10) ?? "",
        },
      }))}
    />
  );
}
