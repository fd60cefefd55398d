import { Flex } from "antd";
import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { CustomerRow } from "../types";
import { Damaged, LevelCell, NameCell } from "./columns";
import { listTexts } from "./locale";

/** One customer in a list on a phone. */
export function CustomerCard({ row }: { row: CustomerRow }) {
  const t = useTexts(listTexts);
  const kind = row.kind === "person" ? t.person : t.organisation;
  const details = [kind, row.level, row.region_name, row.owner?.name].filter(Boolean).join(" · ");
  return (
    <Flex vertical gap={2} className="customer-card">
      <Flex justify="space-between" gap={8}>
        <NameCell row={row} />
        <span className="muted small nowrap">
          <RelativeTime at={row.updated_at} />
        </span>
      </Flex>
      <span className="muted small ellipsis">{details}</span>
      <Flex justify="space-between" gap={8} className="small">
        {row.damaged?.includes("phone") ? (
          <Damaged text={t.damaged} />
        ) : (
          <span className="num">{row.phone ?? row.email ?? ""}</span>
        )}
        {row.classification != null && row.classification !== "0" && (
          <LevelCell level={row.classification} />
        )}
        <span className="muted ellipsis">{row.tags.map((tag) => tag.name).join("、")}</span>
      </Flex>
    </Flex>
  );
}
