import { Collapse, Descriptions, Tag } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { Person } from "./api";
import { accessTexts } from "./locale";

/** What somebody's roles give them together, each right with the roles it comes from. */
export function PersonAccess({ person, open }: { person: Person; open: boolean }) {
  const t = useTexts(accessTexts);
  const reach = person.departments.map((each) => each.name).join(t.comma);
  return (
    <section className="access-part">
      <Descriptions
        size="small"
        column={1}
        title={t.ofPerson(person.name)}
        items={[
          {
            key: "roles",
            label: t.roles,
            children: person.roles.length
              ? person.roles.map((role) => <Tag key={role.id}>{role.name}</Tag>)
              : t.noRoles,
          },
          {
            key: "scope",
            label: t.scope,
            children: reach
              ? `${t.scopes[person.scope]}${t.colon}${reach}`
              : t.scopes[person.scope],
          },
          ...(person.active ? [] : [{ key: "state", label: t.state, children: t.disabled }]),
        ]}
      />
      <Collapse
        size="small"
        defaultActiveKey={open ? ["rights"] : []}
        items={[
          {
            key: "rights",
            label: t.rights(person.rights.length),
            children: <Rights person={person} />,
          },
        ]}
      />
    </section>
  );
}

function Rights({ person }: { person: Person }) {
  const t = useTexts(accessTexts);
  if (person.rights.length === 0) return <span className="muted">{t.noRights}</span>;
  return (
    <ul className="access-rights">
      {person.rights.map((right) => (
        <li key={right.code}>
          {right.text}
          <span className="muted small"> {right.roles.map((role) => role.name).join(t.comma)}</span>
        </li>
      ))}
    </ul>
  );
}
