import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call, client } from "../../../api/client";
import { useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { archiveKeys } from "../api";
import {
  type Condition,
  DEFAULT_COLUMNS,
  DEFAULT_SORT,
  toApiFilter,
  toSearch,
} from "../list/filters";
import type { CustomerPageOfList } from "../types";
import { homeTexts } from "./locale";

const SHOWN = 6;

function useFew(filter: Condition[], sort: string, columns: string) {
  return useQuery({
    queryKey: [...archiveKeys.lists(), "few", filter, sort],
    queryFn: ({ signal }) =>
      call<CustomerPageOfList>(
        client.GET("/api/customers", {
          params: {
            query: {
              ...(filter.length > 0 ? { filter: toApiFilter(filter) } : {}),
              sort,
              columns,
              limit: SHOWN,
            },
          },
          signal,
        }),
      ),
  });
}

/** Whether there is nobody in sight yet; unknown while it is asked. */
export function useNobody(): boolean {
  return useFew([], "-created_at", "").data?.rows.length === 0;
}

type FewProps = {
  title: string;
  hint: string;
  nothing: string;
  filter: Condition[];
  sort: string;
  time: "created_at" | "last_contact_at";
};

function Few({ title, hint, nothing, filter, sort, time }: FewProps) {
  const t = useTexts(homeTexts);
  const list = useFew(filter, sort, time);
  const columns = [...DEFAULT_COLUMNS, ...(time === "last_contact_at" ? [time] : [])];
  const whole = toSearch({ filter, sort, columns });
  return (
    <section className="home-section" aria-label={title}>
      <h2>
        {title} <span className="muted small">{hint}</span>
        <Link to={`/customers?${whole}`}>{t.all}</Link>
      </h2>
      <QueryState query={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">{nothing}</p>
          ) : (
            <ul className="home-list">
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to={`/customers/${row.id}`} className="plain">
                    {row.name}
                  </Link>
                  <span className="muted small">
                    <RelativeTime at={row[time] as string | null} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}

/** One's own customers that nobody has spoken to for long. */
export function SilentCustomers() {
  const t = useTexts(homeTexts);
  const mine: Condition = { field: "owner", op: "any", value: [useMe().user.id] };
  return (
    <Few
      title={t.silent}
      hint={t.silentHint}
      nothing={t.noSilent}
      time="last_contact_at"
      sort={DEFAULT_SORT}
      filter={[mine, { field: "last_contact_at", op: "lt", value: "-90d" }]}
    />
  );
}

/** One's own customers that were filed lately. */
export function NewCustomers() {
  const t = useTexts(homeTexts);
  const mine: Condition = { field: "owner", op: "any", value: [useMe().user.id] };
  return (
    <Few
      title={t.arrived}
      hint={t.arrivedHint}
      nothing={t.noArrived}
      time="created_at"
      sort="-created_at"
      filter={[mine, { field: "created_at", op: "gt", value: "-7d" }]}
    />
  );
}
