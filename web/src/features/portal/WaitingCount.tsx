import { Badge } from "antd";
import { useCan } from "../../api/session";
import { useWaiting } from "./api";
import { REVIEW } from "./rights";

/** How many corrections wait, beside the menu's word. */
export function WaitingCount() {
  const { data } = useWaiting(useCan()(REVIEW));
  if (!data?.waiting) return null;
  const blue = "var(--ant-color-primary)";
  return <Badge count={data.waiting} overflowCount={99} color={blue} size="small" />;
}
