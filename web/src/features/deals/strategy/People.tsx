import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { type Attitude, type Deed, dropStakeholder, type Influence, type Stakeholder } from "./api";
import { strategyTexts } from "./locale";
import { StakeholderForm } from "./StakeholderForm";

const INFLUENCES: readonly Influence[] = ["high", "medium", "low"];
const ATTITUDES: readonly Attitude[] = ["against", "neutral", "for", "unknown"];

/** Who stands where: down by influence, across by attitude; who decides stands out. */
function StakeholderMap({ people }: { people: Stakeholder[] }) {
  const t = useTexts(strategyTexts);
  return (
    <table className="strategy-map" aria-label={t.map}>
      <thead>
        <tr>
          <th scope="col">{t.influence}</th>
          {ATTITUDES.map((attitude) => (
            <th key={attitude} scope="col" data-attitude={attitude}>
              {t.attitudes[attitude]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {INFLUENCES.map((influence) => (
          <tr key={influence}>
            <th scope="row">{t.influences[influence]}</th>
            {ATTITUDES.map((attitude) => (
              <td key={attitude} data-attitude={attitude}>
                {people
                  .filter((each) => each.influence === influence && each.attitude === attitude)
                  .map((each) => (
                    <div key={each.id} data-decides={each.role === "decider" || undefined}>
                      {each.name ?? t.unreadable}
                    </div>
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  row: Stakeholder;
  editable: boolean;
  onEdit: () => void;
  onDrop: () => void;
};

function Row({ row, editable, onEdit, onDrop }: RowProps) {
  const t = useTexts(strategyTexts);
  const c = useTexts(common);
  const name = row.name ?? t.unreadable;
  return (
    <li className="deal-panel-row">
      <div className="project-point">
        <strong>{name}</strong>
        <span className="muted">
          {[row.position, t.roles[row.role]].filter(Boolean).join(" · ")}
        </span>
        {row.person_id && <Link to={`/customers/${row.person_id}`}>{t.archive}</Link>}
        {editable && row.name !== null && (
          <span className="project-point-tools">
            <Button
              type="text"
              size="small"
              icon={<EditOutlined aria-hidden />}
              aria-label={t.editOf(name)}
              onClick={onEdit}
            />
            <Popconfirm
              title={t.reallyDrop}
              okText={c.remove}
              cancelText={c.cancel}
              onConfirm={onDrop}
            >
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t.dropOf(name)}
              />
            </Popconfirm>
          </span>
        )}
      </div>
      {row.note && <div className="moment-text">{row.note}</div>}
    </li>
  );
}

type Props = {
  customerId: string;
  people: Stakeholder[];
  editable: boolean;
  does: (deed: Deed) => void;
};

/** Who has a say: the map, and each with what is known of them. */
export function People({ customerId, people, editable, does }: Props) {
  const t = useTexts(strategyTexts);
  const [editing, setEditing] = useState<Stakeholder | "new" | null>(null);
  return (
    <section aria-label={t.people}>
      <h3>{t.people}</h3>
      {people.length === 0 ? (
        <p className="muted">{t.noPeople}</p>
      ) : (
        <>
          <StakeholderMap people={people} />
          <ul className="deal-panel">
            {people.map((row) => (
              <Row
                key={row.id}
                row={row}
                editable={editable}
                onEdit={() => setEditing(row)}
                onDrop={() => does(dropStakeholder(customerId, row))}
              />
            ))}
          </ul>
        </>
      )}
      {editable && (
        <Button type="link" size="small" className="flush" onClick={() => setEditing("new")}>
          {t.addPerson}
        </Button>
      )}
      {editing && (
        <StakeholderForm
          customerId={customerId}
          row={editing === "new" ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  );
}
