import { Alert } from "antd";
import { Link } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { useBackupsLate } from "./api";
import { backupsTexts } from "./locale";

/** On every page, for whoever runs the installation: no good backup for more than a day. */
export function BackupBanner() {
  const b = useTexts(backupsTexts);
  const runs = useCan()(RIGHTS.operations);
  const late = useBackupsLate(runs);
  if (!late.data) return null;
  return (
    <Alert
      banner
      type="error"
      title={b.late}
      action={<Link to="/settings/operations">{b.lateLink}</Link>}
    />
  );
}
