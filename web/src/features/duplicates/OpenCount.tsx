import { Badge } from "antd";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useOpenCount } from "./api";

const MOST = 99;

/** How many groups wait, beside the menu's word. */
export function OpenCount() {
  const count = useOpenCount(useCan()(RIGHTS.review)).data;
  if (!count?.value) return null;
  return (
    <Badge count={count.value} overflowCount={MOST} color="var(--ant-color-primary)" size="small" />
  );
}
