import { Badge } from "antd";
import { useCan } from "../../api/session";
import { useOpenCount } from "./api";
import { AUDIT } from "./rights";

const MOST = 99;

/** How much unusual access nobody has judged, beside the menu's word. */
export function OpenCount() {
  const can = useCan();
  const count = useOpenCount(can(AUDIT)).data?.open ?? 0;
  if (!count) return null;
  return <Badge count={count} overflowCount={MOST} color="var(--ant-color-primary)" size="small" />;
}
