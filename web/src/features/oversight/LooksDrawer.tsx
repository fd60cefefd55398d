import { Button, Drawer } from "antd";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { EmptyState, QueryState } from "../../ui/states";
import { type Unusual, useLooks } from "./api";
import { unusualTexts } from "./locale";

/** What somebody looked at in the window of a hit, as the log has it: never a value. */
export function LooksDrawer({ row, onClose }: { row: Unusual; onClose: () => void }) {
  const t = useTexts(unusualTexts);
  const looks = useLooks(row.id);
  return (
    <Drawer open title={t.looksOf(row.person.name, row.text)} onClose={onClose}>
      <QueryState query={looks}>
        {({ pages }) => {
          const lines = pages.flatMap((page) => page.looks);
          if (lines.length === 0) return <EmptyState title={t.looksEmpty} />;
          return (
            <>
              <ul className="unusual-looks" aria-label={t.looksList}>
                {lines.map((line) => (
                  <li key={line.id}>
                    <span className="muted small">{exactTime(line.at)}</span> {line.text}{" "}
                    {line.count !== null && line.count > 1 && t.customers(line.count)}
                    <div className="muted small">
                      {[line.ip, ...line.fields].filter(Boolean).join(" · ")}
                    </div>
                  </li>
                ))}
              </ul>
              {looks.hasNextPage && (
                <Button loading={looks.isFetchingNextPage} onClick={() => looks.fetchNextPage()}>
                  {t.more}
                </Button>
              )}
            </>
          );
        }}
      </QueryState>
    </Drawer>
  );
}
