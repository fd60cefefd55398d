import { Badge } from "antd";
import { useCan } from "../../api/session";
import { useLateCount } from "./api";
import { SEES } from "./rights";

const MOST = 99;

/** How many incidents are past a clock, beside the menu's word. */
export function LateCount() {
  const can = useCan();
  const count = useLateCount(SEES.some(can)).data?.late ?? 0;
  if (!count) return null;
  return <Badge count={count} overflowCount={MOST} size="small" />;
}
