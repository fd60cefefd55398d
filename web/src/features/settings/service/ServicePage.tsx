import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { keyed } from "../NamesTable";
import { SectionHead } from "../SectionHead";
import { type ServiceSettings, useQueues, useSaveServiceSettings, useServiceSettings } from "./api";
import { serviceSettingTexts } from "./locale";
import { QueuesPart } from "./QueuesPart";
import { type Line, ReasonsTable } from "./ReasonsTable";
import { TargetsTable } from "./TargetsTable";

const linesOf = ({ reasons }: ServiceSettings): Line[] =>
  keyed(reasons.map(({ code = "", zh, en = "", active = true }) => ({ code, zh, en, active })));

function Editor({ data }: { data: ServiceSettings }) {
  const t = useTexts(serviceSettingTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const saving = useSaveServiceSettings();
  const [targets, setTargets] = useState(data.targets);
  const [lines, setLines] = useState(() => linesOf(data));
  const save = () =>
    saving.mutate(
      {
        targets,
        reasons: lines
          .filter(({ code, zh }) => code || zh.trim())
          .map(({ key: _, ...reason }) => reason),
        version: data.version,
      },
      { onSuccess: () => message.success(c.saved) },
    );
  return (
    <>
      <section aria-label={t.targets} className="settings-part">
        <SectionHead title={t.targets} hint={t.targetsHint} />
        <TargetsTable targets={targets} onChange={setTargets} />
      </section>
      <section aria-label={t.reasons} className="settings-part">
        <SectionHead title={t.reasons} hint={t.reasonsHint} />
        <ReasonsTable lines={lines} onChange={setLines} />
      </section>
      {saving.isError && (
        <Alert type="error" showIcon title={errorText(saving.error)} className="settings-head" />
      )}
      <Button type="primary" loading={saving.isPending} onClick={save}>
        {c.save}
      </Button>
    </>
  );
}

/** Queues, targets and reasons of closing. */
export function ServicePage() {
  return (
    <>
      <QueryState query={useQueues()}>{(queues) => <QueuesPart queues={queues} />}</QueryState>
      <QueryState query={useServiceSettings()}>
        {(data) => <Editor key={data.version} data={data} />}
      </QueryState>
    </>
  );
}
