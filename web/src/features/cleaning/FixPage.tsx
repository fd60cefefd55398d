import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link, useParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission, QueryState } from "../../ui/states";
import { useFix } from "./api";
import { isBusy } from "./cleaning";
import { FixRows } from "./FixRows";
import { FixState as StateTag } from "./FixState";
import { FixBusy, FixVerdict } from "./FixVerdict";
import { locale } from "./locale";
import type { Fix, FixState } from "./types";
import { Unifying } from "./Unifying";
import "./cleaning.css";

/** One correction from its preview to its undoing; the address stays, so that one can leave and come back. */
export function FixPage() {
  const { id = "" } = useParams();
  return useCan()(RIGHTS.clean) ? <Shown id={id} /> : <NoPermission />;
}

function Shown({ id }: { id: string }) {
  const t = useTexts(locale);
  const fix = useFix(id);
  return (
    <QueryState query={fix}>
      {(data) => (
        <>
          <PageHeader
            title={t.fixTitle(data.label, data.title)}
            note={<StateTag state={data.state} />}
            actions={
              <Link to={`/quality/cleaning?field=${encodeURIComponent(data.field)}`}>{t.back}</Link>
            }
          />
          <Body fix={data} />
        </>
      )}
    </QueryState>
  );
}

/** Customers, lists and scores elsewhere are no longer what they were. */
function useRefreshed(state: FixState) {
  const queries = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (["applying", "undoing"].includes(before.current) && !isBusy(state)) {
      void queries.invalidateQueries();
    }
    before.current = state;
  }, [state, queries]);
}

function Body({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  useRefreshed(fix.state);
  return (
    <>
      {isBusy(fix.state) ? <FixBusy fix={fix} /> : <FixVerdict fix={fix} />}
      {fix.changes.length > 0 && (
        <section className="clean-block" aria-label={t.changesTitle}>
          <h3>{t.changesTitle}</h3>
          <Unifying changes={fix.changes} more={fix.more} />
        </section>
      )}
      {!isBusy(fix.state) && <FixRows fix={fix} />}
    </>
  );
}
