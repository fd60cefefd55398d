import { Badge } from "antd";
import { useCan } from "../../api/session";
import { useWaiting } from "./api";
import { LEADS, MANAGE } from "./rights";

/** How many lines wait for one's decision, beside the menu's word. */
export function WaitingLines() {
  const can = useCan();
  const count = useWaiting(can(MANAGE) || can(LEADS)).data?.waiting ?? 0;
  if (!count) return null;
  return <Badge count={count} overflowCount={99} color="var(--ant-color-primary)" size="small" />;
}
