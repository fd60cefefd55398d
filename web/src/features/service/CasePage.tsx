import { Link, useParams } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission, QueryState } from "../../ui/states";
import { type Opened, useCase } from "./api";
import { Due, PriorityTag, StateTag, Where } from "./Bits";
import { CaseActions } from "./CaseActions";
import { CaseFacts } from "./CaseFacts";
import { CaseImprovements } from "./improvements/CaseImprovements";
import { serviceTexts } from "./locale";
import { VIEW } from "./rights";
import { Thread } from "./Thread";
import "./service.css";

/** A part of what is known, when there is something. */
function Told({ name, text }: { name: string; text: string | null }) {
  if (!text) return null;
  return (
    <section className="section" aria-label={name}>
      <h2>{name}</h2>
      <p className="case-text">{text}</p>
    </section>
  );
}

function Whole({ row }: { row: Opened }) {
  const t = useTexts(serviceTexts);
  return (
    <>
      <PageHeader
        title={row.title ?? t.unreadable}
        note={<span className="num">{row.number}</span>}
      >
        <div className="case-head">
          <Link to={`/customers/${row.customer_id}`}>{row.customer_name}</Link>
          <span>
            <StateTag state={row.state} />
            <PriorityTag priority={row.priority} />
            <span className="muted">{t.kinds[row.kind]}</span>
          </span>
          <span>
            <span className="muted">{t.assignee}</span> <Where row={row} />
          </span>
          <Due row={row} whole />
        </div>
      </PageHeader>
      <CaseActions row={row} />
      <div className="case-page">
        <div className="case-main">
          <Told name={t.text} text={row.text} />
          <Told name={t.solution} text={row.solution} />
          <Told name={t.cause} text={row.cause} />
          <CaseImprovements row={row} />
          <Thread row={row} />
        </div>
        <div className="case-side">
          <CaseFacts row={row} />
        </div>
      </div>
    </>
  );
}

function OneCase() {
  const t = useTexts(serviceTexts);
  const { id = "" } = useParams();
  const found = useCase(id);
  return (
    <>
      <p className="case-back">
        <Link to="/service">{t.back}</Link>
      </p>
      <QueryState query={found}>{(row) => <Whole key={row.id} row={row} />}</QueryState>
    </>
  );
}

/** One case: what it is about, how it stands, what can be done, and what happened. */
export function CasePage() {
  return useCan()(VIEW) ? <OneCase /> : <NoPermission />;
}
