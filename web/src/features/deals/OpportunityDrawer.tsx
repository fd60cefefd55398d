import { Button, Drawer, Flex, Select, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { common } from "../../ui/locale";
import { QueryState } from "../../ui/states";
import { type Listed, type Stage, useWhole } from "./api";
import { dealTexts } from "./locale";
import { money } from "./money";
import { OpportunityForm } from "./OpportunityForm";
import { StepFacts, StepText } from "./StepText";
import { useDeeds } from "./useDeeds";
import { stageName, titleOf } from "./words";

function Facts({ row, stages }: { row: Listed; stages: Stage[] }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const stage = stages.find((each) => each.id === row.stage_id);
  const source = row.source as keyof typeof t.sources | "";
  const reason = row.lost_reason as keyof typeof t.reasons | "";
  const facts: [string, string | null | undefined][] = [
    [t.amount, money(row.amount, row.currency, language)],
    [t.stage, `${stageName(stage, language)} · ${t.probability} ${row.probability}%`],
    [t.expectedOn, row.expected_on],
    [t.owner, row.owner?.name],
    [t.source, source && t.sources[source]],
    [t.why, reason && [t.reasons[reason], row.lost_note].filter(Boolean).join("：")],
    [t.nextStep, row.next_step],
    [t.competitors, row.competitors],
  ];
  return (
    <dl className="deal-detail">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Actions({ row, stages, onEdit }: { row: Listed; stages: Stage[]; onEdit: () => void }) {
  const t = useTexts(dealTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const { deeds, dialog } = useDeeds<Listed>();
  const targets = stages.filter((stage) => !stage.retired || stage.id === row.stage_id);
  return (
    <Flex gap={8} wrap className="deal-actions">
      {row.state === "open" ? (
        <>
          <Select
            aria-label={t.moveTo}
            value={row.stage_id}
            popupMatchSelectWidth={false}
            options={targets.map((each) => ({ value: each.id, label: stageName(each, language) }))}
            onChange={(id) => {
              const stage = stages.find((each) => each.id === id);
              if (stage) deeds.move(row, stage);
            }}
          />
          <Button onClick={() => deeds.win(row)}>{t.win}</Button>
          <Button danger onClick={() => deeds.lose(row)}>
            {t.lose}
          </Button>
        </>
      ) : (
        <Button onClick={() => deeds.reopen(row)}>{t.reopen}</Button>
      )}
      <Button onClick={onEdit}>{c.edit}</Button>
      {dialog}
    </Flex>
  );
}

type Props = { customerId: string; id: string; onClose: () => void };

/** One opportunity: what is known, what to do with it, and what it went through. */
export function OpportunityDrawer({ customerId, id, onClose }: Props) {
  const t = useTexts(dealTexts);
  const whole = useWhole(customerId, id);
  const [editing, setEditing] = useState(false);
  const row = whole.data?.opportunity;
  return (
    <Drawer open size={520} title={row ? titleOf(row, t.unreadable) : t.title} onClose={onClose}>
      <QueryState query={whole}>
        {({ opportunity, steps, stages }) => (
          <>
            <p className="deal-of">
              <Link to={`/customers/${customerId}`}>{opportunity.customer_name}</Link>{" "}
              <span className="muted small num">{opportunity.customer_number}</span>{" "}
              {opportunity.state !== "open" && (
                <Tag color={opportunity.state === "won" ? "success" : "default"}>
                  {t.states[opportunity.state as "won" | "lost"]}
                </Tag>
              )}
            </p>
            {opportunity.editable && (
              <Actions row={opportunity} stages={stages} onEdit={() => setEditing(true)} />
            )}
            <Facts row={opportunity} stages={stages} />
            <h3>{t.history}</h3>
            <ol className="deal-steps">
              {steps.map((step) => (
                <li key={step.id}>
                  <StepText step={step} /> <StepFacts step={step} />
                </li>
              ))}
            </ol>
            {editing && (
              <OpportunityForm
                customerId={customerId}
                row={opportunity}
                stages={stages}
                onClose={() => setEditing(false)}
              />
            )}
          </>
        )}
      </QueryState>
    </Drawer>
  );
}
