import { Button, Segmented, Select } from "antd";
import { Link, useSearchParams } from "react-router";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { PageHeader } from "../../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import { serviceTexts } from "../locale";
import { VIEW } from "../rights";
import { type ImprovementState, type ImprovementWhose, useImprovements } from "./api";
import { ImprovementRow } from "./ImprovementRow";
import { improvementTexts } from "./locale";
import "../service.css";

const STATES: readonly ImprovementState[] = ["running", "overdue", "closed", "dropped"];

type Cut = { whose: ImprovementWhose; state: ImprovementState };

function List({ whose, state }: Cut) {
  const t = useTexts(improvementTexts);
  const found = useImprovements(whose, state);
  return (
    <section aria-label={t.improvements} className="page-narrow">
      <QueryState query={found}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) {
            return (
              <EmptyState
                title={t.measureNothing}
                hint={state === "running" ? t.measureNothingHint : undefined}
              />
            );
          }
          return (
            <ul className="case-rows">
              {rows.map((row) => (
                <ImprovementRow
                  key={row.id}
                  row={row}
                  about={<Link to={`/customers/${row.customer_id}`}>{row.customer_name}</Link>}
                />
              ))}
            </ul>
          );
        }}
      </QueryState>
      {found.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
    </section>
  );
}

function Improvements() {
  const t = useTexts(improvementTexts);
  const s = useTexts(serviceTexts);
  const [search, setSearch] = useSearchParams();
  const cut: Cut = {
    whose: search.get("whose") === "mine" ? "mine" : "all",
    state: STATES.find((each) => each === search.get("state")) ?? "running",
  };
  const put = (part: Partial<Cut>) => {
    const said = Object.entries({ ...cut, ...part });
    setSearch(Object.fromEntries(said.filter(([, value]) => !["all", "running"].includes(value))));
  };
  return (
    <>
      <PageHeader title={t.improvements} note={t.improvementsNote}>
        <div className="case-tools">
          <Segmented<ImprovementWhose>
            aria-label={s.whoseLabel}
            value={cut.whose}
            onChange={(whose) => put({ whose })}
            options={(["mine", "all"] as const).map((value) => ({ value, label: s.whose[value] }))}
          />
          <Select<ImprovementState>
            aria-label={s.stateLabel}
            value={cut.state}
            onChange={(state) => put({ state })}
            popupMatchSelectWidth={false}
            options={STATES.map((value) => ({ value, label: t.measureChoice[value] }))}
          />
        </div>
      </PageHeader>
      <List {...cut} />
    </>
  );
}

/** What is made better, the next due first; closed only with proof. */
export function ImprovementsPage() {
  return useCan()(VIEW) ? <Improvements /> : <NoPermission />;
}
