import { Alert, Collapse, Descriptions, Tag } from "antd";
import { useTexts } from "../../../lib/i18n";
import { levelTexts } from "../../../ui/levels/locale";
import type { Person } from "./api";
import { dutyTexts } from "./duties/locale";
import { accessTexts } from "./locale";

/** What somebody's roles give them together, each right with the roles it comes from. */
export function PersonAccess({ person, open }: { person: Person; open: boolean }) {
  const t = useTexts(accessTexts);
  const l = useTexts(levelTexts);
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
          ...(person.clearance > 0
            ? [{ key: "clearance", label: l.clearance, children: l.names[person.clearance] }]
            : []),
          ...(person.active ? [] : [{ key: "state", label: t.state, children: t.disabled }]),
        ]}
      />
      <Combined person={person} />
      <Collapse
        size="small"
        defaultActiveKey={open ? ["rights"] : []}
        items={[
          {
            key: "rights",
            label: t.rights(person.rights.length),
            children: <Rights rights={person.rights} />,
          },
        ]}
      />
    </section>
  );
}

/** Duties that meet in them, and what they do not get for it. */
function Combined({ person }: { person: Person }) {
  const t = useTexts(dutyTexts);
  if (person.combined.length === 0) return null;
  const held = person.withheld.length > 0;
  const names = person.combined.map((duty) => t.names[duty]).join(t.comma);
  return (
    <Alert
      type={held ? "error" : "warning"}
      showIcon
      className="settings-head"
      title={t.combines(names)}
      description={
        held ? (
          <>
            {t.withheld}
            <Rights rights={person.withheld} />
          </>
        ) : (
          t.combinesHint
        )
      }
    />
  );
}

function Rights({ rights }: { rights: Person["rights"] }) {
  const t = useTexts(accessTexts);
  if (rights.length === 0) return <span className="muted">{t.noRights}</span>;
  return (
    <ul className="access-rights">
      {rights.map((right) => (
        <li key={right.code}>
          {right.text}
          <span className="muted small"> {right.roles.map((role) => role.name).join(t.comma)}</span>
        </li>
      ))}
    </ul>
  );
}
