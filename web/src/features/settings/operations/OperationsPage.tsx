import { useTexts } from "../../../lib/i18n";
import { BackupsPart } from "../backups/BackupsPart";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { RootAway } from "./EscrowPart";
import { KeysPart } from "./KeysPart";
import { operationsTexts } from "./locale";

/** Keys and backups: how they stand, and what can be done about them. */
export function OperationsPage() {
  const t = useTexts(locale);
  const o = useTexts(operationsTexts);
  return (
    <>
      <SectionHead title={t.pages.operations} hint={o.hint} />
      <RootAway />
      <BackupsPart />
      <KeysPart />
    </>
  );
}
