import { Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { Chips } from "./Chips";
import { fromInput, morningIn, toInput } from "./days";
import { activityTexts } from "./locale";

type Quick = "tomorrow" | "inThreeDays" | "nextWeek" | "nextMonth" | "pickDay";
const DAYS: Record<Exclude<Quick, "pickDay">, number> = {
  tomorrow: 1,
  inThreeDays: 3,
  nextWeek: 7,
  nextMonth: 30,
};
const QUICK = ["tomorrow", "inThreeDays", "nextWeek", "nextMonth", "pickDay"] as const;

export type Due = { quick: Quick | ""; input: string };

export const NO_DUE: Due = { quick: "", input: "" };

/** The moment that was chosen; null when none was. */
export function dueAt({ quick, input }: Due): string | null {
  return quick === "" ? null : fromInput(input);
}

type Props = { label: string; due: Due; clearable?: boolean; onChange: (due: Due) => void };

/** A day by one tap, or any day and time. */
export function DueChoice({ label, due, clearable, onChange }: Props) {
  const t = useTexts(activityTexts);
  const choose = (quick: Quick | "") => {
    if (quick === "") onChange(NO_DUE);
    else onChange({ quick, input: toInput(morningIn(quick === "pickDay" ? 1 : DAYS[quick])) });
  };
  return (
    <>
      <Chips
        label={label}
        clearable={clearable}
        value={due.quick}
        options={QUICK.map((value) => ({ value, label: t[value] }))}
        onChange={choose}
      />
      {due.quick !== "" && (
        <Input
          className="due-input"
          type="datetime-local"
          aria-label={t.dueAt}
          value={due.input}
          onChange={(event) => onChange({ quick: "pickDay", input: event.target.value })}
        />
      )}
    </>
  );
}
