import { Button, Input, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission } from "../../ui/states";
import { useWaiting, type Waiting, type Which, type Whose } from "./api";
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
    queue: search.get("queue") ?? "",
    number: search.get("number") ?? "",
  };
  const put = (part: Partial<Which>) => {
    const said = Object.entries({ ...which, ...part });
    setSearch(Object.fromEntries(said.filter(([key, value]) => value && value !== USUAL[key])));
  };
  return { which, put };
}

type Choice = ReturnType<typeof useChoice>;

/** How many wait, where that is known: of one's own and in one's queues. */
function useCounts(waiting: Waiting | undefined, queue: string) {
  if (!waiting) return { mine: null, queues: null };
  const there = waiting.queues.filter(({ id }) => !queue || id === queue);
  const sum = (of: "waiting" | "overdue") => there.reduce((all, each) => all + each[of], 0);
  return {
    mine: { open: waiting.mine, late: waiting.overdue },
    queues: { open: sum("waiting"), late: sum("overdue") },
  };
}

/** One of one's queues, with what waits in it. */
function QueueChoice({ which, put, waiting }: Choice & { waiting: Waiting }) {
  const t = useTexts(serviceTexts);
  return (
    <Select
      aria-label={t.queueLabel}
      value={which.queue}
      onChange={(queue) => put({ queue, number: "" })}
      popupMatchSelectWidth={false}
      options={[
        { value: "", label: t.allQueues },
        ...waiting.queues.map(({ id, name, waiting: open, overdue }) => ({
          value: id,
          label: t.queueChoice(name, open, overdue),
        })),
      ]}
    />
  );
}

/** Leads to what is late already. */
function OverdueButton({ which, put, late }: Choice & { late: number }) {
  const t = useTexts(serviceTexts);
  if (late === 0 || which.state === "overdue") return null;
  return (
    <Button danger onClick={() => put({ state: "overdue", number: "" })}>
      {t.overdueCount(String(late))}
    </Button>
  );
}

function Tools({ which, put }: Choice) {
  const t = useTexts(serviceTexts);
  const waiting = useWaiting().data;
  const counts = useCounts(waiting, which.queue);
  const more = waiting?.capped ? "+" : "";
  const nameOf = (whose: Whose) => {
    const open = whose === "all" ? 0 : (counts[whose]?.open ?? 0);
    return open > 0 ? t.counted(t.whose[whose], `${open}${more}`) : t.whose[whose];
  };
  return (
    <div className="case-tools">
      <Segmented<Whose>
        aria-label={t.whoseLabel}
        value={which.whose}
        onChange={(whose) => put({ whose, queue: "", number: "" })}
        options={WHOSE.map((value) => ({ value, label: nameOf(value) }))}
      />
      {which.whose === "queues" && waiting && waiting.queues.length > 1 && (
        <QueueChoice {...{ which, put, waiting }} />
      )}
      {which.whose !== "all" && (
        <OverdueButton {...{ which, put }} late={counts[which.whose]?.late ?? 0} />
      )}
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
