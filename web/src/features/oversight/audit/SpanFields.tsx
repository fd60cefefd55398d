import { Flex, Input } from "antd";
import { useTexts } from "../../../lib/i18n";
import { auditTexts } from "./locale";
import { useSpan } from "./span";

/** From which day to which; both count whole. */
export function SpanFields() {
  const t = useTexts(auditTexts);
  const { from, to, set } = useSpan();
  return (
    <Flex gap={8} wrap align="center" className="audit-span">
      <span className="muted">{t.from}</span>
      <Input
        type="date"
        aria-label={t.fromDay}
        value={from}
        max={to || undefined}
        onChange={(event) => set("from", event.target.value)}
      />
      <span className="muted">{t.to}</span>
      <Input
        type="date"
        aria-label={t.toDay}
        value={to}
        min={from || undefined}
        onChange={(event) => set("to", event.target.value)}
      />
    </Flex>
  );
}
