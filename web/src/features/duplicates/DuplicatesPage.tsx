import { Button, Flex, Segmented, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useDepartments } from "../../api/directory";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { common } from "../../ui/locale";
import { PageHeader } from "../../ui/PageHeader";
import { PersonSelect } from "../../ui/PersonSelect";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { useQueue } from "./api";
import { Decided } from "./Decided";
import "./duplicates.css";
import { backToWork, keepFocus } from "./focus";
import { locale } from "./locale";
import { Review } from "./Review";
import { RunHistory, RunProgress, StartRun } from "./Runs";
import { isBusy, useRuns } from "./runs";
import type { Page, State, Wanted } from "./types";
import { useDecisions } from "./useDecisions";
import { WorkbenchSkeleton } from "./Workbench";

const STATES = ["open", "merged", "dismissed"] as const;

/** State, filter and the group on screen live in the address, so that links and the back button keep them. */
function useAddress() {
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((each) => each === search.get("state")) ?? "open";
  const kind = (["person", "organisation"] as const).find((each) => each === search.get("kind"));
  const certain = search.get("certain");
  const owner = search.get("owner");
  const department = search.get("department");
  const wanted: Wanted = {
    ...(owner ? { owner } : {}),
    ...(department ? { department } : {}),
    ...(kind ? { kind } : {}),
    ...(certain ? { certain: certain === "true" } : {}),
  };
  const change = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return { state: state as State, wanted, certain, group: search.get("group") ?? "", change };
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useTexts(locale);
  const mayRun = useCan()(RIGHTS.dedupe);
  if (filtered) {
    return (
      <EmptyState
        title={t.emptyFiltered}
        actions={<Button onClick={onClear}>{t.clearFilters}</Button>}
      />
    );
  }
  return (
    <EmptyState
      title={t.emptyTitle}
      hint={mayRun ? t.emptyHint : t.emptyHintReader}
      actions={mayRun && <StartRun primary />}
    />
  );
}

function Open({ address }: { address: ReturnType<typeof useAddress> }) {
  const { wanted, group, change } = address;
  const queue = useQueue("open", wanted);
  const open = (id: string) => change({ group: id });
  const decisions = useDecisions(open);
  const filtered = Object.keys(wanted).length > 0;
  const clear = () => change({ kind: "", certain: "", owner: "", department: "" });
  return (
    <QueryState query={queue} skeleton={<WorkbenchSkeleton />}>
      {(data) => (
        <Review
          rows={data.pages.flatMap((page: Page) => page.rows)}
          wanted={group}
          onOpen={open}
          decisions={decisions}
          more={{
            has: queue.hasNextPage,
            busy: queue.isFetchingNextPage,
            load: () => void queue.fetchNextPage(),
          }}
          empty={<Empty filtered={filtered} onClear={clear} />}
        />
      )}
    </QueryState>
  );
}

function Filters({ address }: { address: ReturnType<typeof useAddress> }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const { wanted, certain } = address;
  const departments = useDepartments();
  const change = (values: Record<string, string>) => {
    address.change({ ...values, group: "" });
    backToWork();
  };
  return (
    <>
      <Select
        aria-label={t.kindFilter}
        className="dup-filter"
        value={wanted.kind ?? ""}
        onChange={(kind) => change({ kind })}
        options={[
          { value: "", label: t.allKinds },
          { value: "person", label: c.person },
          { value: "organisation", label: c.organisation },
        ]}
      />
      <Select
        aria-label={t.departmentFilter}
        className="dup-filter dup-wide"
        allowClear
        placeholder={t.departmentFilter}
        value={wanted.department}
        onChange={(department?: string) => change({ department: department ?? "" })}
        options={(departments.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div className="dup-filter dup-wide">
        <PersonSelect
          allowClear
          aria-label={t.ownerFilter}
          value={wanted.owner ?? null}
          onChange={(owner) => change({ owner: owner ?? "" })}
        />
      </div>
      <Select
        aria-label={t.levelFilter}
        className="dup-filter"
        value={certain ?? ""}
        onChange={(value) => change({ certain: value })}
        options={[
          { value: "", label: t.allLevels },
          { value: "true", label: t.onlyCertain },
          { value: "false", label: t.onlyReview },
        ]}
      />
    </>
  );
}

/** One suspected group after the other, decided by keys or by hand. */
export function DuplicatesPage() {
  return useCan()(RIGHTS.review) ? <Duplicates /> : <NoPermission />;
}

function Duplicates() {
  const t = useTexts(locale);
  const language = useLanguage();
  const address = useAddress();
  const mayRun = useCan()(RIGHTS.dedupe);
  const [history, setHistory] = useState(false);
  const queue = useQueue("open", address.wanted);
  const [running] = useRuns(mayRun).data?.rows ?? [];
  const count = queue.data?.pages[0]?.count;
  const shown = count ? formatNumber(count.value, language) : "";
  return (
    <>
      <PageHeader
        title={t.title}
        note={count?.value ? t.waiting(count.capped ? t.atLeast(shown) : shown) : t.note}
        actions={mayRun && <Button onClick={() => setHistory(true)}>{t.runs}</Button>}
      >
        <Flex className="dup-tools" gap={8} wrap>
          <div {...keepFocus}>
            <Segmented
              value={address.state}
              onChange={(state) =>
                address.change({ state: state === "open" ? "" : state, group: "" })
              }
              options={STATES.map((value) => ({ value, label: t.states[value] }))}
            />
          </div>
          <Filters address={address} />
        </Flex>
      </PageHeader>
      {running && isBusy(running) && <RunProgress run={running} />}
      {address.state === "open" ? (
        <Open address={address} />
      ) : (
        <Decided state={address.state} wanted={address.wanted} />
      )}
      {mayRun && <RunHistory open={history} onClose={() => setHistory(false)} />}
    </>
  );
}
