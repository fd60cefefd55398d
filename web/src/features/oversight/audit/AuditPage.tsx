import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { PageHeader } from "../../../ui/PageHeader";
import { ExportRegister } from "./ExportRegister";
import { GrantUses } from "./GrantUses";
import { auditTexts } from "./locale";
import { PersonStory } from "./PersonStory";
import { SpanFields } from "./SpanFields";
import "../oversight.css";

const VIEWS = { person: PersonStory, grants: GrantUses, exports: ExportRegister } as const;
type View = keyof typeof VIEWS;
const NAMES: readonly View[] = ["person", "grants", "exports"];

/** The auditor's views: one person's story, grants and their use, what left the house. */
export function AuditPage() {
  const t = useTexts(auditTexts);
  const [search, setSearch] = useSearchParams();
  const view = NAMES.find((name) => name === search.get("view")) ?? "person";
  const Shown = VIEWS[view];
  return (
    <>
      <PageHeader title={t.title}>
        <Segmented
          className="audit-which"
          aria-label={t.which}
          value={view}
          onChange={(name) =>
            setSearch((now) => {
              now.set("view", name);
              return now;
            })
          }
          options={NAMES.map((name) => ({ value: name, label: t[name] }))}
        />
      </PageHeader>
      <SpanFields />
      <Shown />
    </>
  );
}
