import { Alert, Button, Flex, Progress } from "antd";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { errorText } from "../../../ui/errorText";
import { useRuleCheck } from "./api";
import { ruleTexts } from "./locale";
import type { RuleCheck, RuleDraft } from "./types";

/** How many customers would break the rule today, counted when asked. */
export function BrokenToday({ draft }: { draft: RuleDraft }) {
  const words = useTexts(ruleTexts);
  const { begin, stop, check } = useRuleCheck();
  const running = check?.state === "running";
  return (
    <section aria-label={words.today} className="rule-today">
      <Flex justify="space-between" align="center" gap={12}>
        <h3>{words.today}</h3>
        {running ? (
          <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>
            {words.stop}
          </Button>
        ) : (
          <Button size="small" loading={begin.isPending} onClick={() => begin.mutate(draft)}>
            {check ? words.countAgain : words.count}
          </Button>
        )}
      </Flex>
      <p className="small muted">{words.todayHint}</p>
      {begin.isError && <Alert type="warning" showIcon title={errorText(begin.error)} />}
      {check && <Outcome check={check} />}
    </section>
  );
}

/** How far a look is, or what it found. */
export function CheckProgress({ check, title }: { check: RuleCheck; title: string }) {
  const words = useTexts(ruleTexts);
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  const percent = check.total ? Math.floor((100 * check.done) / check.total) : 0;
  return (
    <div aria-live="polite">
      <Progress percent={percent} status="active" aria-label={title} />
      <span className="small muted num">
        {words.progress(count(check.done), count(check.total))}
      </span>
    </div>
  );
}

function Outcome({ check }: { check: RuleCheck }) {
  const words = useTexts(ruleTexts);
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  if (check.state === "running") return <CheckProgress check={check} title={words.counting} />;
  if (check.state === "cancelled") return <p className="muted">{words.stopped}</p>;
  if (check.state === "failed") return <Alert type="error" showIcon title={words.failed} />;
  if (check.customers === 0) return <Alert type="info" showIcon title={words.nobody} />;
  const broken = check.broken ?? 0;
  if (broken === 0)
    return <Alert type="success" showIcon title={words.foundNone(count(check.customers))} />;
  const names = check.sample.map((each) => (
    <li key={each.id}>
      <Link to={`/customers/${each.id}`} target="_blank">
        {each.name || each.number}
      </Link>
    </li>
  ));
  return (
    <Alert
      type="warning"
      showIcon
      title={words.found(count(broken), count(check.customers))}
      description={
        <ul className="rule-sample">
          {names}
          {broken > check.sample.length && <li>{words.more(count(broken))}</li>}
        </ul>
      }
    />
  );
}
