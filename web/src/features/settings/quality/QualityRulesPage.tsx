import { Alert, App, Tabs } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { SectionHead } from "../SectionHead";
import { useRules, useSaveRules } from "./api";
import { Intervals } from "./Intervals";
import { qualityRules } from "./locale";
import { ValidFor } from "./ValidFor";
import { WeightsForm } from "./WeightsForm";
import "./quality.css";

/** Saves, and says that it goes on in the background or why not. */
export function useSaving() {
  const t = useTexts(qualityRules);
  const { message } = App.useApp();
  const save = useSaveRules();
  return {
    pending: save.isPending,
    run: (change: Parameters<typeof save.mutate>[0]) =>
      save.mutate(change, {
        onSuccess: () => message.success(t.saved),
        onError: (error) => message.error(errorText(error)),
      }),
  };
}

export function QualityRulesPage() {
  const t = useTexts(qualityRules);
  const rules = useRules();
  return (
    <>
      <SectionHead title={t.title} hint={t.hint} />
      <QueryState query={rules}>
        {(data) => (
          <>
            {data.scoring && (
              <Alert
                type="info"
                showIcon
                className="settings-head"
                title={t.scoring(data.scoring.done, data.scoring.total)}
              />
            )}
            <Tabs
              items={[
                { key: "weights", label: t.weights, children: <WeightsForm rules={data} /> },
                { key: "valid", label: t.valid, children: <ValidFor rules={data} /> },
                { key: "reviews", label: t.reviews, children: <Intervals rules={data} /> },
              ]}
            />
          </>
        )}
      </QueryState>
    </>
  );
}
