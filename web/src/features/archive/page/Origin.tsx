import { WarningOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { actorName } from "../../../ui/actorName";
import { common } from "../../../ui/locale";
import type { Provenance } from "../types";
import { pageTexts } from "./locale";

type Props = {
  given?: string | null;
  value?: string | null;
  provenance?: Provenance | null;
  children: ReactNode;
};

/** On hover: how the value was written where it came from, who brought it and when. */
export function Origin({ given, value, provenance, children }: Props) {
  const t = useTexts(pageTexts);
  const c = useTexts(common);
  const lines = [
    given && given !== value ? t.given(given) : null,
    provenance?.run_id ? t.from(t.fromImport) : null,
    provenance ? t.byAt(actorName(provenance.by, c), exactTime(provenance.at)) : null,
  ].filter(Boolean);
  if (lines.length === 0) return <>{children}</>;
  const title = lines.map((line) => <div key={line}>{line}</div>);
  return (
    <Tooltip title={title} mouseEnterDelay={0.4}>
      <span className="origin">{children}</span>
    </Tooltip>
  );
}

/** A mark beside a value that is kept although it is not well-formed. */
export function InvalidMark({ reason }: { reason?: string | null }) {
  const t = useTexts(pageTexts);
  const text = reason ? t.invalidBecause(reason) : t.invalid;
  return (
    <Tooltip title={text}>
      <WarningOutlined className="invalid-mark" aria-label={text} />
    </Tooltip>
  );
}
