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
import { RUN_PROJECTS, SEE_PROJECTS } from "../rights";
import type { Which } from "./api";
import { projectTexts } from "./locale";
import { ProjectList } from "./ProjectList";
import "../deals.css";

// What opens over the list comes after it.
const ProjectDrawer = lazy(async () => ({
  default: (await import("./ProjectDrawer")).ProjectDrawer,
}));
const ProjectForm = lazy(async () => ({ default: (await import("./ProjectForm")).ProjectForm }));

/** What the address says; everything else is as usual. */
function useChoice() {
  const [search, setSearch] = useSearchParams();
  const { scope } = useMe();
  // Whoever sees everybody has no team besides.
  const offered: readonly Whose[] =
    scope === "own" || scope === "all" ? ["mine", "all"] : ["mine", "team", "all"];
  const whose = offered.find((each) => each === search.get("whose")) ?? "mine";
  const [customerId = "", id = ""] = (search.get("project") ?? "").split("-");
  const which: Which = {
    whose,
    owner: whose === "mine" ? "" : (search.get("owner") ?? ""),
    state: search.get("state") === "over" ? "over" : "open",
  };
  const put = (part: Record<string, string>) => {
    const next = { ...Object.fromEntries(search), ...part };
    setSearch(Object.entries(next).filter(([, value]) => value !== ""));
  };
  return { offered, which, opened: customerId && id ? { customerId, id } : null, put };
}

type Choice = ReturnType<typeof useChoice>;

function Tools({ choice }: { choice: Choice }) {
  const t = useTexts(projectTexts);
  const { which, offered, put } = choice;
  return (
    <div className="deal-tools">
      <Segmented<Whose>
        aria-label={t.whoseLabel}
        value={which.whose}
        onChange={(whose) => put({ whose: whose === "mine" ? "" : whose, owner: "" })}
        options={offered.map((value) => ({ value, label: t.whose[value] }))}
      />
      <Segmented<Which["state"]>
        aria-label={t.stateLabel}
        value={which.state}
        onChange={(state) => put({ state: state === "open" ? "" : state })}
        options={(["open", "over"] as const).map((value) => ({ value, label: t.which[value] }))}
      />
      {which.whose !== "mine" && (
        <span className="deal-person">
          <PersonSelect
            allowClear
            aria-label={t.onlyOwner}
            value={which.owner || null}
            onChange={(id) => put({ owner: id ?? "" })}
          />
        </span>
      )}
    </div>
  );
}

function Projects() {
  const t = useTexts(projectTexts);
  const can = useCan();
  const choice = useChoice();
  const [creating, setCreating] = useState(false);
  const { opened, put } = choice;
  return (
    <div className="deals">
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          can(RUN_PROJECTS) && (
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
        <Tools choice={choice} />
      </PageHeader>
      <ProjectList
        which={choice.which}
        onOpen={(row) => put({ project: `${row.customer_id}-${row.id}` })}
      />
      <Suspense fallback={null}>
        {creating && <ProjectForm onClose={() => setCreating(false)} />}
        {opened && <ProjectDrawer {...opened} onClose={() => put({ project: "" })} />}
      </Suspense>
    </div>
  );
}

/** Projects over all customers in sight, what is late first. */
export function ProjectsPage() {
  return useCan()(SEE_PROJECTS) ? <Projects /> : <NoPermission />;
}
