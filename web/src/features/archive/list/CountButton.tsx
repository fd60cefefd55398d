import { Button, Spin } from "antd";
import { useEffect, useState } from "react";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { useExactCount } from "../api";
import type { Count } from "../types";
import type { Condition } from "./filters";
import { listTexts } from "./locale";

/** `1000+` until somebody wants to know exactly. */
export function CountButton({ count, filter }: { count: Count; filter: Condition[] }) {
  const t = useTexts(listTexts);
  const language = useLanguage();
  const [wanted, setWanted] = useState(false);
  const exact = useExactCount(filter, wanted && count.capped);
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter has another number
  useEffect(() => setWanted(false), [key]);
  if (wanted && exact.isFetching) return <Spin size="small" aria-label={t.counting} />;
  if (!count.capped || exact.data) {
    const value = exact.data && wanted ? exact.data.value : count.value;
    return <span className="muted nowrap">{t.households(formatNumber(value, language))}</span>;
  }
  const text = `${formatNumber(count.value, language)}+`;
  return (
    <Button
      type="link"
      className="count"
      title={t.countExactly(text)}
      onClick={() => setWanted(true)}
    >
      {t.households(text)}
    </Button>
  );
}
