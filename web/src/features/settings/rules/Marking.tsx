import { Alert, Button, Popconfirm } from "antd";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { errorText } from "../../../ui/errorText";
import { useRuleCheck } from "./api";
import { CheckProgress } from "./BrokenToday";
import { ruleTexts } from "./locale";

/** Marks everybody who is there already by the rules in force, when somebody asks for it. */
export function Marking() {
  const words = useTexts(ruleTexts);
  const language = useLanguage();
  const { begin, stop, check } = useRuleCheck();
  const count = (value: number) => formatNumber(value, language);
  if (check?.state === "running")
    return (
      <div className="rule-marking">
        <strong>{words.marking}</strong>
        <CheckProgress check={check} title={words.marking} />
        <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.stop}
        </Button>
      </div>
    );
  return (
    <div className="rule-marking">
      {begin.isError && <Alert type="error" showIcon title={errorText(begin.error)} />}
      {check?.state === "done" && (
        <Alert
          type="success"
          showIcon
          title={words.marked(count(check.customers))}
          action={<Link to="/quality/work?measure=validity">{words.toWork}</Link>}
        />
      )}
      {check?.state === "failed" && <Alert type="error" showIcon title={words.failed} />}
      <span className="muted">{words.markHint}</span>
      <Popconfirm
        title={words.markSure}
        description={words.markSureHint}
        onConfirm={() => begin.mutate(null)}
      >
        <Button loading={begin.isPending}>{words.markExisting}</Button>
      </Popconfirm>
    </div>
  );
}
