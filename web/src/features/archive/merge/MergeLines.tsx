import { Tag } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { Choices, Line, Participant, Plan } from "./api";
import { mergeTexts } from "./locale";

export type Choosing = {
  plan: Plan;
  choices: Choices;
  onChoose: (code: string, id: string) => void;
};

type OneLine = Choosing & { line: Line };

function Reason({ line }: { line: Line }) {
  const t = useTexts(mergeTexts);
  if (line.reason === "clash") return <Tag color="warning">{t.clash}</Tag>;
  const reasons: Record<string, string> = t.reasons;
  return <span className="muted small">{reasons[line.several ? "all" : (line.reason ?? "")]}</span>;
}

/** What one participant says; a radio button where one of several has to be chosen. */
function Said({ line, person, choices, onChoose }: OneLine & { person: Participant }) {
  const t = useTexts(mergeTexts);
  const cell = line.cells.find((each) => each.customer_id === person.id);
  const text = cell?.value ?? "";
  const shown = (
    <>
      {text || <span className="muted">{t.empty}</span>}
      {cell?.doubtful && <Tag className="merge-doubt">{t.doubtful}</Tag>}
    </>
  );
  // What was just chosen shows at once; the rest of the plan follows with the answer.
  const chosen = (choices[line.code] ?? line.choice) === person.id;
  if (line.several || !line.choosable || !text) {
    return (
      <div className={chosen && !line.several ? "merge-said here" : "merge-said"}>{shown}</div>
    );
  }
  return (
    <label className={chosen ? "merge-said here" : "merge-said"}>
      <input
        type="radio"
        name={`merge-${line.code}`}
        checked={chosen}
        aria-label={`${t.choose(line.label, person.number)}：${text}`}
        onChange={() => onChoose(line.code, person.id)}
      />
      <span>{shown}</span>
    </label>
  );
}

function Result({ line }: { line: Line }) {
  const t = useTexts(mergeTexts);
  if (line.reason === "clash") {
    return <span className="muted">{line.choosable ? t.undecided : t.locked}</span>;
  }
  return <>{line.result ?? <span className="muted">{t.empty}</span>}</>;
}

function PersonHead({ person, plan }: { person: Participant; plan: Plan }) {
  const t = useTexts(mergeTexts);
  return (
    <>
      <strong>{person.name || t.nameless}</strong>
      <span className="num-text small">{person.number}</span>
      {person.owner && <span className="muted small">{t.ownedBy(person.owner)}</span>}
      {plan.survivor_id === person.id && <Tag color="blue">{t.survivor}</Tag>}
    </>
  );
}

/** Participants side by side, one line a field, what becomes of it on the right. */
export function MergeTable(props: Choosing & { lines: Line[] }) {
  const t = useTexts(mergeTexts);
  const { plan, lines } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="merge-scroll" tabIndex={0} aria-label={t.title}>
      <table className="merge-table">
        <thead>
          <tr>
            <th scope="col">{t.field}</th>
            {plan.participants.map((person) => (
              <th key={person.id} scope="col">
                <div className="merge-person">
                  <PersonHead person={person} plan={plan} />
                </div>
              </th>
            ))}
            <th scope="col">{t.result}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.code} className={line.reason === "clash" ? "merge-clash" : undefined}>
              <th scope="row">
                {line.label}
                <div>
                  <Reason line={line} />
                </div>
              </th>
              {plan.participants.map((person) => (
                <td key={person.id}>
                  <Said {...props} line={line} person={person} />
                </td>
              ))}
              <td className="merge-result">
                <Result line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The same on a phone: a card a field. */
export function MergeCards(props: Choosing & { lines: Line[] }) {
  const t = useTexts(mergeTexts);
  const { plan, lines } = props;
  return (
    <ul className="merge-cards">
      {lines.map((line) => (
        <li key={line.code} className={line.reason === "clash" ? "merge-clash" : undefined}>
          <h2>
            {line.label} <Reason line={line} />
          </h2>
          {plan.participants.map((person) => (
            <div key={person.id} className="merge-one">
              <span className="muted small num-text">{person.number}</span>
              <Said {...props} line={line} person={person} />
            </div>
          ))}
          {!line.several && line.reason !== "same" && (
            <div className="merge-one merge-result">
              <span className="muted small">{t.result}</span>
              <div className="merge-said">
                <Result line={line} />
              </div>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
