import { Flex, Input, InputNumber, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { type DayLimit, dayLimit, dayText } from "./draft";
import { ruleTexts } from "./locale";

type Props = { id: string; value: string; onChange: (value: string) => void };

const MODES = ["none", "today", "ago", "ahead", "day"] as const;
const UNITS = ["d", "m", "y"] as const;

/** A limit of dates: none, today, so long before or after, or a certain day. */
export function DayInput({ id, value, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const now = dayLimit(value);
  const set = (change: Partial<DayLimit>) => onChange(dayText({ ...now, ...change }));
  return (
    <Flex gap={8} wrap>
      <Select
        id={id}
        className="rule-narrow"
        value={now.mode}
        options={MODES.map((mode) => ({ value: mode, label: words.dayModes[mode] }))}
        onChange={(mode) => set({ mode })}
      />
      {(now.mode === "ago" || now.mode === "ahead") && (
        <>
          <InputNumber
            aria-label={words.amount}
            min={1}
            max={9999}
            precision={0}
            value={now.count}
            onChange={(count) => set({ count: count ?? 1 })}
          />
          <Select
            aria-label={words.unit}
            className="rule-unit"
            value={now.unit}
            options={UNITS.map((unit) => ({ value: unit, label: words.units[unit] }))}
            onChange={(unit) => set({ unit })}
          />
        </>
      )}
      {now.mode === "day" && (
        <Input
          type="date"
          aria-label={words.day}
          className="rule-narrow"
          value={now.day}
          onChange={({ target }) => set({ day: target.value })}
        />
      )}
    </Flex>
  );
}
