import { PlusOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { RIGHTS } from "../api/rights";
import { useCan } from "../api/session";
import { openQuickCreate } from "../features/archive/create/open";
import { useTexts } from "../lib/i18n";
import { useKeys } from "../lib/keyboard";
import { shell } from "./locale";

export function CreateButton({ compact }: { compact: boolean }) {
  const t = useTexts(shell);
  const allowed = useCan()(RIGHTS.create);
  useKeys(
    [{ keys: "n", label: t.create, group: t.general, run: () => openQuickCreate() }],
    allowed,
  );
  if (!allowed) return null;
  return (
    <Tooltip title={compact ? null : "N"}>
      <Button
        type={compact ? "text" : "primary"}
        icon={<PlusOutlined aria-hidden />}
        aria-label={t.create}
        onClick={() => openQuickCreate()}
      >
        {compact ? null : t.create}
      </Button>
    </Tooltip>
  );
}
