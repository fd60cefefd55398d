import { Tag } from "antd";
import { useSearchParams } from "react-router";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { More } from "../../../ui/More";
import { PersonSelect } from "../../../ui/PersonSelect";
import { EmptyState, QueryState } from "../../../ui/states";
import { type Line, useTimeline } from "./api";
import { auditTexts } from "./locale";
import { useSpan } from "./span";

function One({ line }: { line: Line }) {
  const t = useTexts(auditTexts);
  const more = [line.ip, ...line.fields].filter(Boolean).join(" · ");
  return (
    <li>
      <span className="muted small">{exactTime(line.at)}</span>{" "}
      <Tag color={line.change ? "blue" : "default"}>{line.change ? t.change : t.look}</Tag>
      {line.text} {line.count !== null && line.count > 1 && t.customers(line.count)}
      <div className="muted small audit-more-of" title={line.device}>
        {more}
      </div>
    </li>
  );
}

function Story({ id }: { id: string }) {
  const t = useTexts(auditTexts);
  const { span, chosen } = useSpan();
  const found = useTimeline(id, span);
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.lines);
        if (lines.length === 0) return <EmptyState title={chosen ? t.spanEmpty : t.lineEmpty} />;
        return (
          <>
            <ul className="unusual-looks audit-lines" aria-label={t.list}>
              {lines.map((line) => (
                <One key={line.id} line={line} />
              ))}
            </ul>
            <More query={found} />
          </>
        );
      }}
    </QueryState>
  );
}

/** What one person changed and looked at, as one story. */
export function PersonStory() {
  const t = useTexts(auditTexts);
  const [search, setSearch] = useSearchParams();
  const id = search.get("person");
  return (
    <>
      <div className="audit-pick">
        <PersonSelect
          value={id}
          name={search.get("name") ?? ""}
          onChange={(person, name) =>
            setSearch((now) => {
              now.delete("person");
              now.delete("name");
              if (person) {
                now.set("person", person);
                now.set("name", name);
              }
              return now;
            })
          }
        />
      </div>
      {id ? <Story key={id} id={id} /> : <EmptyState title={t.pick} hint={t.pickHint} />}
    </>
  );
}
