import { Input, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission } from "../../ui/states";
import type { Which, Whose } from "./api";
import { CaseList } from "./CaseList";
import { serviceTexts } from "./locale";
import { VIEW } from "./rights";
import "./service.css";

const WHOSE: readonly Whose[] = ["mine", "queues", "all"];
const STATES = ["open", "overdue", "new", "working", "waiting", "solved", "closed"] as const;
const KINDS = ["complaint", "consultation", "repair"] as const;
const USUAL: Record<string, string> = { whose: "mine", state: "open" };

/** What the address says; everything else is as usual. */
function useChoice() {
  const [search, setSearch] = useSearchParams();
  const one = <T extends string>(key: string, known: readonly T[]) =>
    known.find((each) => each === search.get(key));
  const which: Which = {
    whose: one("whose", WHOSE) ?? "mine",
    state: one("state", STATES) ?? "open",
    kind: one("kind", KINDS) ?? "",
    number: search.get("number") ?? "",
  };
  const put = (part: Partial<Which>) => {
    const said = Object.entries({ ...which, ...part });
    setSearch(Object.fromEntries(said.filter(([key, value]) => value && value !== USUAL[key])));
  };
  return { which, put };
}

function Tools({ which, put }: ReturnType<typeof useChoice>) {
  const t = useTexts(serviceTexts);
  return (
    <div className="case-tools">
      <Segmented<Whose>
        aria-label={t.whoseLabel}
        value={which.whose}
        onChange={(whose) => put({ whose, number: "" })}
        options={WHOSE.map((value) => ({ value, label: t.whose[value] }))}
      />
      <Select
        aria-label={t.stateLabel}
        value={which.state}
        onChange={(state) => put({ state, number: "" })}
        popupMatchSelectWidth={false}
        options={STATES.map((value) => ({ value, label: t.stateChoice[value] }))}
      />
      <Select
        aria-label={t.kind}
        value={which.kind}
        onChange={(kind) => put({ kind, number: "" })}
        popupMatchSelectWidth={false}
        options={[
          { value: "", label: t.allKinds },
          ...KINDS.map((value) => ({ value, label: t.kinds[value] })),
        ]}
      />
      <Input.Search
        key={which.number}
        className="case-number"
        aria-label={t.findNumber}
        placeholder={t.findNumber}
        allowClear
        defaultValue={which.number}
        onSearch={(number) => put({ number: number.trim() })}
      />
    </div>
  );
}

function Cases() {
  const t = useTexts(serviceTexts);
  const choice = useChoice();
  return (
    <div className="cases">
      <PageHeader title={t.title} note={t.note}>
        <Tools {...choice} />
      </PageHeader>
      <CaseList key={JSON.stringify(choice.which)} which={choice.which} />
    </div>
  );
}

/** What customers complain of, ask and want repaired: one's own, what waits in one's queues, or everything in sight. */
export function CasesPage() {
  return useCan()(VIEW) ? <Cases /> : <NoPermission />;
}
