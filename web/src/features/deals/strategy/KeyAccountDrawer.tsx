import { App, Button, Drawer, Flex, Popconfirm } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { type Deed, endPlan, type Plan, useDeed, useStrategy } from "./api";
import { strategyTexts } from "./locale";
import { People } from "./People";
import { PlanForm } from "./PlanForm";
import { Reviews } from "./Reviews";
import { Signals } from "./Signals";
import "../deals.css";
import "./strategy.css";

type PlanProps = { plan: Plan; does: (deed: Deed) => void };

/** The risks of one plan, and what it says. */
function PlanPart({ plan, does }: PlanProps) {
  const t = useTexts(strategyTexts);
  const c = useTexts(common);
  const [editing, setEditing] = useState(false);
  const facts = [
    [t.owner, plan.owner?.name],
    [t.reviewOn, plan.review_on],
    [t.goal, plan.goal ?? t.unreadable],
    [t.needs, plan.needs],
    [t.strategy, plan.strategy],
    [t.competitors, plan.competitors],
  ];
  return (
    <>
      <section aria-label={t.risks}>
        <h3>{t.risks}</h3>
        <Signals signals={plan.signals} />
      </section>
      <section aria-label={t.plan}>
        <h3>{t.plan}</h3>
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
        {plan.editable && (
          <Flex gap={8} wrap>
            {plan.goal !== null && <Button onClick={() => setEditing(true)}>{t.change}</Button>}
            <Popconfirm
              title={t.reallyEnd}
              description={t.endHint}
              okText={c.confirm}
              cancelText={c.cancel}
              onConfirm={() => does(endPlan(plan))}
            >
              <Button type="text">{t.end}</Button>
            </Popconfirm>
          </Flex>
        )}
      </section>
      {editing && (
        <PlanForm customerId={plan.customer_id} plan={plan} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

type Props = { customerId: string; onClose: () => void };

/** How a key account is worked on: its risks, its plan, who has a say, and the reviews. */
export function KeyAccountDrawer({ customerId, onClose }: Props) {
  const t = useTexts(strategyTexts);
  const { message } = App.useApp();
  const found = useStrategy(customerId);
  const deed = useDeed(customerId);
  const does = (what: Deed) => {
    // Until what was done is seen, a second press would speak of what is no more.
    if (deed.isPending) return;
    deed.mutate(what, { onError: (error) => message.error(errorText(error)) });
  };
  const first = found.data?.plans[0];
  return (
    <Drawer open size={600} title={t.title} onClose={onClose}>
      <QueryState query={found}>
        {({ plans, people, reviews, editable }) => (
          <div className="project">
            {first && (
              <p className="deal-of">
                <Link to={`/customers/${customerId}`} className="deal-customer-link">
                  {first.customer_name}
                </Link>{" "}
                <span className="muted small num">{first.customer_number}</span>
              </p>
            )}
            {plans.length === 0 && <p className="muted">{t.notOne}</p>}
            {plans.map((plan) => (
              <PlanPart key={plan.id} plan={plan} does={does} />
            ))}
            <People {...{ customerId, people, editable, does }} />
            <Reviews plan={first} reviews={reviews} />
          </div>
        )}
      </QueryState>
    </Drawer>
  );
}
