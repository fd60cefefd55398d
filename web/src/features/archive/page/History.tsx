import { Button, Tag } from "antd";
import { useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { actorName } from "../../../ui/actorName";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { useHistory } from "../api";
import { FORMER, MergeEvent } from "../merge/MergeEvent";
import type { HistoryEvent } from "../types";
import { pageTexts } from "./locale";

const LONG = 80;

/** Long texts fold to their beginning. */
function Text({ text }: { text: string }) {
  if (text.length <= LONG) return <>{text}</>;
  return (
    <details className="long">
      <summary>{text.slice(0, LONG)}…</summary>
      {text}
    </details>
  );
}

function Change({ field }: { field: HistoryEvent["fields"][number] }) {
  const t = useTexts(pageTexts);
  const { label, before, after } = field;
  return (
    <li>
      <span className="muted">{label}</span>{" "}
      {before && (
        <>
          <del title={t.before}>
            <Text text={before} />
          </del>
          {" → "}
        </>
      )}
      {(before || after) && (
        <ins title={t.after}>
          <Text text={after || t.nothing} />
        </ins>
      )}
    </li>
  );
}

/** Which backup something came back from, and why. */
function FromBackup({ event }: { event: HistoryEvent }) {
  const t = useTexts(pageTexts);
  const { of, why }: { of?: string; why?: keyof typeof t.whyBack } = event.details;
  if (event.verb !== "customer.brought_back" || !of) return null;
  return (
    <div className="muted small">
      {t.fromBackup(exactTime(of))}
      {why && ` · ${t.whyBack[why]}`}
    </div>
  );
}

type BodyProps = {
  event: HistoryEvent /** Without what can be done about it: that stands in the history. */;
  brief?: boolean;
};

/** What somebody did, and what each field was before and after. */
export function EventBody({ event, brief = false }: BodyProps) {
  const c = useTexts(common);
  const t = useTexts(pageTexts);
  return (
    <>
      <div>
        {event.former && <Tag>{t.former(event.former)}</Tag>}
        <strong>{actorName(event.actor, c)}</strong> {event.text}{" "}
        <span className="muted small">
          <RelativeTime at={event.at} />
        </span>
      </div>
      {!brief && <MergeEvent event={event} />}
      <FromBackup event={event} />
      {event.fields.length > 0 && (
        <ul className="changes">
          {event.fields.map((field) => (
            <Change key={field.code} field={field} />
          ))}
        </ul>
      )}
    </>
  );
}

/** What happened to this customer's archive, and to those merged into it, newest first. */
export function History({ customerId }: { customerId: string }) {
  const t = useTexts(pageTexts);
  const [search, setSearch] = useSearchParams();
  const former = search.get(FORMER) ?? "";
  const history = useHistory(customerId, former);
  const allowed = useCan()(RIGHTS.history);
  const refused = isApiError(history.error) && history.error.status === 403;
  return (
    <section className="section" aria-label={t.history}>
      <h2>{t.history}</h2>
      {former && (
        <p>
          {t.onlyFormer(former)}
          <Button type="link" size="small" onClick={() => setSearch({})}>
            {t.wholeHistory}
          </Button>
        </p>
      )}
      {!allowed || refused ? (
        <p className="muted">{t.historyDenied}</p>
      ) : (
        <QueryState query={history}>
          {({ pages }) => {
            const events = pages.flatMap((page) => page.events);
            if (events.length === 0) return <p className="muted">{t.noHistory}</p>;
            return (
              <ol className="events">
                {events.map((event) => (
                  <li key={event.id} className="event">
                    <EventBody event={event} />
                  </li>
                ))}
              </ol>
            );
          }}
        </QueryState>
      )}
      {history.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t.olderHistory}
        </Button>
      )}
    </section>
  );
}
