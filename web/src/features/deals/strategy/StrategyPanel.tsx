import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { SEE_STRATEGY } from "../rights";
import { useStrategy } from "./api";
import { strategyTexts } from "./locale";
import { Signals } from "./Signals";
import "../deals.css";
import "./strategy.css";

const KeyAccountDrawer = lazy(async () => ({
  default: (await import("./KeyAccountDrawer")).KeyAccountDrawer,
}));
const PlanForm = lazy(async () => ({ default: (await import("./PlanForm")).PlanForm }));

function Strategy({ customerId }: { customerId: string }) {
  const t = useTexts(strategyTexts);
  const [opened, setOpened] = useState(false);
  const [creating, setCreating] = useState(false);
  const found = useStrategy(customerId);
  const plan = found.data?.plans[0];
  // Nothing to see, and nothing to do about it.
  if (found.data && !plan && !found.data.editable) return null;
  return (
    <section className="section" aria-label={t.title}>
      <h2>
        {t.title}
        {found.data?.editable && !plan && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t.create}
            onClick={() => setCreating(true)}
          />
        )}
        {plan && (
          <Button type="link" size="small" onClick={() => setOpened(true)}>
            {t.open}
          </Button>
        )}
      </h2>
      <QueryState query={found}>
        {() =>
          plan ? (
            <>
              <Signals signals={plan.signals} most={3} />
              <div className="muted small">
                {t.reviewOn} {plan.review_on}
              </div>
            </>
          ) : (
            <p className="muted">{t.notOne}</p>
          )
        }
      </QueryState>
      <Suspense fallback={null}>
        {opened && <KeyAccountDrawer customerId={customerId} onClose={() => setOpened(false)} />}
        {creating && (
          <PlanForm
            customerId={customerId}
            onClose={() => setCreating(false)}
            onMade={() => setOpened(true)}
          />
        )}
      </Suspense>
    </section>
  );
}

/** Whether a customer is a key account, and what gives cause for concern, beside its page. */
export function StrategyPanel({ customerId }: { customerId: string }) {
  return useCan()(SEE_STRATEGY) ? <Strategy customerId={customerId} /> : null;
}
