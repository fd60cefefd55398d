import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { collaborationTexts } from "./locale";
import { MineList } from "./MineList";
import { WaitingList } from "./WaitingList";
import "./collaboration.css";

/** Who asks to work on one's customers, and what one asked for oneself. */
export function CollaborationPage() {
  const t = useTexts(collaborationTexts);
  const applies = useCan()(RIGHTS.collaborate);
  const [search, setSearch] = useSearchParams();
  const mine = applies && search.get("which") === "mine";
  return (
    <>
      <PageHeader title={t.title}>
        {applies && (
          <Segmented
            className="collaboration-which"
            aria-label={t.title}
            value={mine ? "mine" : "waiting"}
            onChange={(which) => setSearch(which === "mine" ? { which } : {})}
            options={[
              { value: "waiting", label: t.waiting },
              { value: "mine", label: t.mine },
            ]}
          />
        )}
      </PageHeader>
      {mine ? <MineList /> : <WaitingList />}
    </>
  );
}
