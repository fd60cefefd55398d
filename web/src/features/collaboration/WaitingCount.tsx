import { Badge } from "antd";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useWaitingCount } from "./api";

/** How many applications wait for one's answer, beside the menu's word. */
export function WaitingCount() {
  const count = useWaitingCount(useCan()(RIGHTS.view)).data;
  if (!count?.value) return null;
  return (
    <Badge count={count.value} overflowCount={99} color="var(--ant-color-primary)" size="small" />
  );
}
