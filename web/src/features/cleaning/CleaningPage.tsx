import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission } from "../../ui/states";
import { FieldsTab } from "./FieldsTab";
import { History } from "./History";
import { locale } from "./locale";
import "./cleaning.css";

function Cleaning() {
  const t = useTexts(locale);
  const [search, setSearch] = useSearchParams();
  const tab = search.get("tab") === "fixes" ? "fixes" : "fields";
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => setSearch(key === "fixes" ? { tab: key } : {})}
        items={[
          { key: "fields", label: t.clean, children: <FieldsTab /> },
          { key: "fixes", label: t.history, children: <History /> },
        ]}
      />
    </>
  );
}

/** What stands in a field, what is suggested about it, and the corrections there were. */
export function CleaningPage() {
  return useCan()(RIGHTS.clean) ? <Cleaning /> : <NoPermission />;
}
