import { Button } from "antd";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { EmptyState } from "../../../ui/states";
import { openQuickCreate } from "../create/open";
import { listTexts } from "./locale";

/** The first steps of an archive that is still empty. */
export function NoCustomers() {
  const t = useTexts(listTexts);
  const can = useCan();
  const navigate = useNavigate();
  const actions = (
    <>
      {can(RIGHTS.import) && <Button onClick={() => navigate("/imports")}>{t.import}</Button>}
      {can(RIGHTS.create) && <Button onClick={() => openQuickCreate()}>{t.create}</Button>}
    </>
  );
  return <EmptyState title={t.emptyTitle} hint={t.emptyHint} actions={actions} />;
}
