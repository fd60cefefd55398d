import { Alert, Button } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { CustomerDetail } from "../types";
import { pageTexts } from "./locale";

type Props = { rules: CustomerDetail["broken_rules"]; onGoTo: (code: string) => void };

/** What the record does not satisfy, each with the way to the field that mends it. */
export function BrokenRules({ rules, onGoTo }: Props) {
  const t = useTexts(pageTexts);
  if (rules.length === 0) return null;
  const lines = rules.map((rule) => (
    <li key={rule.rule}>
      <Button type="link" size="small" onClick={() => onGoTo(rule.fields[0] ?? "name")}>
        {rule.text}
      </Button>
    </li>
  ));
  return (
    <Alert
      type="warning"
      showIcon
      className="broken-rules"
      title={t.brokenRules(rules.length)}
      description={<ul>{lines}</ul>}
    />
  );
}
