import { Badge } from "antd";
import { useCan } from "../../api/session";
import { useCounts } from "./api";
import { DECIDE, REVIEW } from "./rights";

/** How much waits for one's decision or review, beside the menu's word. */
export function WaitingCount() {
  const can = useCan();
  const found = useCounts(can(DECIDE) || can(REVIEW)).data;
  const count = (found?.decide ?? 0) + (found?.review ?? 0);
  if (!count) return null;
  return <Badge count={count} overflowCount={99} color="var(--ant-color-primary)" size="small" />;
}
