import { Alert, App, Button, Select } from "antd";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { PageHeader } from "../../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import { type Choices, type Line, type Merged, type Plan, useMerge, useMergePlan } from "./api";
import { mergeTexts } from "./locale";
import { MergeCards, MergeTable } from "./MergeLines";
import "./merge.css";

const QUIET = new Set(["same", "only"]);

function isQuiet(line: Line): boolean {
  return QUIET.has(line.reason ?? "") || (line.several && sameEverywhere(line));
}

function sameEverywhere(line: Line): boolean {
  return new Set(line.cells.map((cell) => cell.value ?? "")).size === 1;
}

type BenchProps = {
  plan: Plan;
  choices: Choices;
  onChoose: (code: string, id: string) => void;
  onKeep: (id: string) => void;
};

function Survivor({ plan, onKeep }: Pick<BenchProps, "plan" | "onKeep">) {
  const t = useTexts(mergeTexts);
  return (
    <div className="merge-survivor">
      <span id="merge-keep">{t.survivor}</span>
      <Select
        aria-labelledby="merge-keep"
        value={plan.survivor_id}
        onChange={onKeep}
        options={plan.participants.map(({ id, name, number }) => ({
          value: id,
          label: `${number} ${name}`.trim(),
        }))}
      />
      <span className="muted small">{t.survivorHint}</span>
    </div>
  );
}

function Bench(props: BenchProps) {
  const t = useTexts(mergeTexts);
  const phone = usePhone();
  const [all, setAll] = useState(false);
  const { plan } = props;
  const quiet = plan.lines.filter(isQuiet);
  const lines = all ? plan.lines : plan.lines.filter((line) => !isQuiet(line));
  const Lines = phone ? MergeCards : MergeTable;
  return (
    <>
      <Survivor {...props} />
      {plan.clashes.length > 0 && <Alert type="warning" showIcon title={t.clashHint} />}
      <Lines {...props} lines={lines} />
      {quiet.length > 0 && (
        <Button type="link" className="flush" onClick={() => setAll(!all)}>
          {all ? t.quietHide : t.quiet(quiet.length)}
        </Button>
      )}
    </>
  );
}

function Decide({ plan, choices }: Pick<BenchProps, "plan" | "choices">) {
  const t = useTexts(mergeTexts);
  const { message, notification } = App.useApp();
  const navigate = useNavigate();
  const merge = useMerge();
  const keeper = plan.participants.find((each) => each.id === plan.survivor_id);
  const open = plan.clashes.length;
  const merged = (done: Merged) => {
    const key = `merged-${done.id}`;
    const page = `/customers/${done.survivor_id}`;
    navigate(page, { replace: true });
    const undo = () => {
      notification.destroy(key);
      navigate(`${page}?undo=${done.id}`);
    };
    notification.success({
      key,
      title: t.done(done.number),
      actions: <Button onClick={undo}>{t.undo}</Button>,
      duration: 12,
    });
  };
  const run = () =>
    merge.mutate(
      { plan, choices },
      { onSuccess: merged, onError: (error) => message.error(errorText(error)) },
    );
  return (
    <footer className="merge-decide">
      <div>
        <strong>{t.summary(plan.participants.length, keeper?.number ?? "")}</strong>
        {plan.following.length > 0 && (
          <div className="muted small">
            {t.following}
            {plan.following.map((each) => t.rows(each.label, each.count)).join(" · ")}
          </div>
        )}
      </div>
      <Button type="primary" disabled={open > 0} loading={merge.isPending} onClick={run}>
        {open > 0 ? t.stillOpen(open) : t.merge}
      </Button>
    </footer>
  );
}

function Merging({ ids }: { ids: string[] }) {
  const t = useTexts(mergeTexts);
  const [search, setSearch] = useSearchParams();
  const [choices, setChoices] = useState<Choices>({});
  const query = useMergePlan(ids, search.get("keep") ?? "", choices);
  const keep = (id: string) => {
    search.set("keep", id);
    setSearch(search, { replace: true });
  };
  const choose = (code: string, id: string) => setChoices((now) => ({ ...now, [code]: id }));
  return (
    <div className="merge-page">
      <PageHeader title={t.title} note={t.note} />
      <QueryState query={query}>
        {(plan) => (
          <>
            <Bench plan={plan} choices={choices} onChoose={choose} onKeep={keep} />
            <Decide plan={plan} choices={choices} />
          </>
        )}
      </QueryState>
    </div>
  );
}

/** Several customers side by side, on the way to becoming one. */
export function MergePage() {
  const t = useTexts(mergeTexts);
  const [search] = useSearchParams();
  const ids = [...new Set((search.get("ids") ?? "").split(",").filter((id) => /^\d+$/.test(id)))];
  if (!useCan()(RIGHTS.merge)) return <NoPermission />;
  if (ids.length < 2) {
    const back = (
      <Link to="/customers">
        <Button type="primary">{t.toList}</Button>
      </Link>
    );
    return <EmptyState title={t.tooFewTitle} hint={t.tooFewHint} actions={back} />;
  }
  return <Merging key={ids.join()} ids={ids} />;
}
