import { useTexts } from "../../../lib/i18n";
import { type Keyed, NamesTable } from "../NamesTable";
import type { Reason } from "./api";
import { serviceSettingTexts } from "./locale";

export type Line = Keyed<Required<Reason>>;

const BLANK = { code: "", zh: "", en: "", active: true };

/** What can be chosen when a case is closed; what has been used is never removed. */
export function ReasonsTable(props: { lines: Line[]; onChange: (lines: Line[]) => void }) {
  const t = useTexts(serviceSettingTexts);
  return (
    <NamesTable<Required<Reason>>
      {...props}
      zh="zh"
      en="en"
      texts={{ zhOf: t.zhOf, enOf: t.enOf, add: t.addReason }}
      blank={BLANK}
      flag={{ field: "active", title: t.inUse, of: (line) => t.activeOf(line.zh) }}
    />
  );
}
