import { PlusOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { PageHeader } from "../../../ui/PageHeader";
import { PersonSelect } from "../../../ui/PersonSelect";
import { NoPermission } from "../../../ui/states";
import type { Whose } from "../api";
import { EDIT_STRATEGY, SEE_STRATEGY } from "../rights";
import { KeyAccountList } from "./KeyAccountList";
import { strategyTexts } from "./locale";
import "../deals.css";
import "./strategy.css";

// What opens over the list comes after it.
const KeyAccountDrawer = lazy(async () => ({
  default: (await import("./KeyAccountDrawer")).KeyAccountDrawer,
}));
const PlanForm = lazy(async () => ({ default: (await import("./PlanForm")).PlanForm }));

function KeyAccounts() {
  const t = useTexts(strategyTexts);
  const can = useCan();
  const { scope } = useMe();
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  // Whoever sees everybody has no team besides.
  const offered: readonly Whose[] =
    scope === "own" || scope === "all" ? ["mine", "all"] : ["mine", "team", "all"];
  const whose = offered.find((each) => each === search.get("whose")) ?? "mine";
  const owner = whose === "mine" ? "" : (search.get("owner") ?? "");
  const opened = search.get("customer") ?? "";
  const put = (part: Record<string, string>) => {
    const next = { ...Object.fromEntries(search), ...part };
    setSearch(Object.entries(next).filter(([, value]) => value !== ""));
  };
  return (
    <div className="deals">
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          can(EDIT_STRATEGY) && (
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setCreating(true)}
            >
              {t.create}
            </Button>
          )
        }
      >
        <div className="deal-tools">
          <Segmented<Whose>
            aria-label={t.whoseLabel}
            value={whose}
            onChange={(next) => put({ whose: next === "mine" ? "" : next, owner: "" })}
            options={offered.map((value) => ({ value, label: t.whose[value] }))}
          />
          {whose !== "mine" && (
            <span className="deal-person">
              <PersonSelect
                allowClear
                aria-label={t.onlyOwner}
                value={owner || null}
                onChange={(id) => put({ owner: id ?? "" })}
              />
            </span>
          )}
        </div>
      </PageHeader>
      <KeyAccountList cut={{ whose, owner }} onOpen={(row) => put({ customer: row.customer_id })} />
      <Suspense fallback={null}>
        {creating && (
          <PlanForm onClose={() => setCreating(false)} onMade={(customer) => put({ customer })} />
        )}
        {opened && <KeyAccountDrawer customerId={opened} onClose={() => put({ customer: "" })} />}
      </Suspense>
    </div>
  );
}

/** Key accounts in sight, with what gives cause for concern. */
export function KeyAccountsPage() {
  return useCan()(SEE_STRATEGY) ? <KeyAccounts /> : <NoPermission />;
}
