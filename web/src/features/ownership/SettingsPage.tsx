import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { QueryState } from "../../ui/states";
import { useSettings } from "./api";
import { AssigningPart } from "./assigning/AssigningPart";
import { CapsPart } from "./CapsPart";
import { ownershipTexts } from "./locale";
import { PoolsPart } from "./PoolsPart";
import { RulesPart } from "./RulesPart";
import "./ownership.css";

/** Pools, recycling rules and limits, for whoever sets them. */
export function SettingsPage() {
  const t = useTexts(ownershipTexts);
  return (
    <>
      <PageHeader title={t.settings} note={t.settingsHint} />
      <QueryState query={useSettings()}>
        {(settings) => (
          <>
            <PoolsPart pools={settings.pools} />
            <RulesPart settings={settings} />
            <AssigningPart pools={settings.pools} />
            <CapsPart caps={settings.caps} />
          </>
        )}
      </QueryState>
    </>
  );
}
