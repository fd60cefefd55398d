import { Tooltip } from "antd";
import { exactTime, relativeTime } from "../lib/dates";
import { useLanguage } from "../lib/i18n";

/** A distance in time, with the exact moment on hover. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  const language = useLanguage();
  if (!at) return <span className="muted">–</span>;
  return (
    <Tooltip title={exactTime(at)}>
      <time dateTime={at}>{relativeTime(at, language)}</time>
    </Tooltip>
  );
}
