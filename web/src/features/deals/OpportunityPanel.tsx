import { useState } from "react";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { QueryState } from "../../ui/states";
import { type Opportunity, type Stage, useOfCustomer } from "./api";
import { Expected } from "./DealCard";
import { dealTexts } from "./locale";
import { money } from "./money";
import { OpportunityDrawer } from "./OpportunityDrawer";
import { OpportunityForm } from "./OpportunityForm";
import { PanelHead, PanelRows } from "./PanelParts";
import { VIEW } from "./rights";
import { stageName, titleOf } from "./words";
import "./deals.css";

type RowProps = { row: Opportunity; stages: Stage[]; onOpen: () => void };

function Row({ row, stages, onOpen }: RowProps) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const stage = stages.find((each) => each.id === row.stage_id);
  const open = row.state === "open";
  return (
    <li className="deal-panel-row">
      <button type="button" className="deal-title" onClick={onOpen}>
        {titleOf(row, t.unreadable)}
      </button>
      <div className="deal-facts small">
        <strong className="num">{money(row.amount, row.currency, language)}</strong>
        <span className="muted">
          {open ? stageName(stage, language) : t.states[row.state as "won" | "lost"]}
        </span>
        {open && <Expected day={row.expected_on} />}
      </div>
    </li>
  );
}

function Opportunities({ customerId }: { customerId: string }) {
  const t = useTexts(dealTexts);
  const [opened, setOpened] = useState("");
  const [creating, setCreating] = useState(false);
  const found = useOfCustomer(customerId);
  return (
    <section className="section" aria-label={t.title}>
      <PanelHead
        title={t.title}
        create={t.create}
        editable={found.data?.editable}
        onCreate={() => setCreating(true)}
      />
      <QueryState query={found}>
        {({ opportunities, stages, more }) => (
          <>
            <PanelRows rows={opportunities} running={(row) => row.state === "open"} texts={t}>
              {(row) => <Row key={row.id} {...{ row, stages }} onOpen={() => setOpened(row.id)} />}
            </PanelRows>
            {more && <p className="muted small">{t.moreHere(opportunities.length)}</p>}
            {creating && (
              <OpportunityForm
                customerId={customerId}
                stages={stages}
                onClose={() => setCreating(false)}
              />
            )}
          </>
        )}
      </QueryState>
      {opened && (
        <OpportunityDrawer customerId={customerId} id={opened} onClose={() => setOpened("")} />
      )}
    </section>
  );
}

/** A customer's opportunities, beside its page. */
export function OpportunityPanel({ customerId }: { customerId: string }) {
  return useCan()(VIEW) ? <Opportunities customerId={customerId} /> : null;
}
