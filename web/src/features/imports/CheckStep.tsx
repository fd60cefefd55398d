import { Alert, Button, Flex } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { useRunAction } from "./api";
import { FateBar } from "./FateBar";
import { locale } from "./locale";
import { RowsTable } from "./RowsTable";
import type { Chosen, Run } from "./types";

/** What would happen, row by row, before anything does. */
export function CheckStep({ run, onBack }: { run: Run; onBack: () => void }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const [fate, setFate] = useState<Chosen>(run.counts?.refused ? "refused" : "");
  const commit = useRunAction(run.id, "commit");
  if (!run.counts) return null;
  const filed = run.counts.created + run.counts.updated;
  return (
    <>
      <FateBar counts={run.counts} chosen={fate} onChoose={setFate} />
      {commit.isError && <Alert type="error" showIcon title={errorText(commit.error)} />}
      <Flex gap={8} className="step-actions" wrap>
        <Button
          type="primary"
          disabled={filed === 0 || !run.can_change}
          loading={commit.isPending}
          onClick={() => commit.mutate()}
        >
          {filed === 0 ? t.nothingToFile : t.commit(formatNumber(filed, language))}
        </Button>
        <Button onClick={onBack}>{t.back}</Button>
      </Flex>
      <RowsTable run={run} fate={fate} />
    </>
  );
}
