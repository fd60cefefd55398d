import type { ReactNode } from "react";

type Props<V extends string> = {
  label: string;
  value: V | "";
  options: readonly { value: V; label: ReactNode; icon?: ReactNode }[];
  /** Choosing what is chosen takes it back. */
  clearable?: boolean;
  onChange: (value: V | "") => void;
};

/** One of a few, by one tap. */
export function Chips<V extends string>({ label, value, options, clearable, onChange }: Props<V>) {
  return (
    <fieldset className="chips" aria-label={label}>
      {options.map((each) => (
        <button
          key={each.value}
          type="button"
          className="chip"
          aria-pressed={each.value === value}
          onClick={() => onChange(clearable && each.value === value ? "" : each.value)}
        >
          {each.icon} {each.label}
        </button>
      ))}
    </fieldset>
  );
}
