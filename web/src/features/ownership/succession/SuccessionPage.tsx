import { Flex, Statistic, Tag } from "antd";
import { useSearchParams } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { PageHeader } from "../../../ui/PageHeader";
import { PersonSelect } from "../../../ui/PersonSelect";
import { EmptyState, QueryState } from "../../../ui/states";
import { type Belongings, useBelongings } from "./api";
import { successionTexts } from "./locale";
import { SuccessionForm } from "./SuccessionForm";
import { SuccessionRun } from "./SuccessionRun";
import "../ownership.css";

function Opened({ found }: { found: Belongings }) {
  const t = useTexts(successionTexts);
  const going = found.successions.some(
    (each) => each.state === "waiting" || each.state === "running",
  );
  const empty = found.customers + found.opportunities + found.follow_ups === 0;
  return (
    <>
      <section className="pool-section" aria-label={t.has}>
        <h2>
          {found.person.name} {!found.is_active && <Tag>{t.disabled}</Tag>}
        </h2>
        <Flex gap={32} wrap>
          <Statistic title={t.customers} value={found.customers} />
          <Statistic title={t.opportunities} value={found.opportunities} />
          <Statistic title={t.followUps} value={found.follow_ups} />
        </Flex>
      </section>
      {!going && (
        <section className="pool-section" aria-label={t.to}>
          <h2>{t.to}</h2>
          {empty ? (
            <p className="muted">{t.nothing}</p>
          ) : (
            <SuccessionForm person={found.person.id} />
          )}
        </section>
      )}
      {found.successions.length > 0 && (
        <section className="pool-section" aria-label={t.runs}>
          <h2>{t.runs}</h2>
          <ul className="pool-nights">
            {found.successions.map((run) => (
              <SuccessionRun key={run.id} run={run} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Asked({ person }: { person: string }) {
  return (
    <QueryState query={useBelongings(person)}>{(found) => <Opened found={found} />}</QueryState>
  );
}

/** Everything somebody has goes to colleagues. */
export function SuccessionPage() {
  const t = useTexts(successionTexts);
  const [search, setSearch] = useSearchParams();
  const person = search.get("from") ?? "";
  return (
    <>
      <PageHeader title={t.title} note={t.hint}>
        <Flex gap={8} align="center" className="succession-from">
          <label htmlFor="succession-from">{t.whose}</label>
          <PersonSelect
            id="succession-from"
            value={person || null}
            onChange={(id) => setSearch(id ? { from: id } : {})}
          />
        </Flex>
      </PageHeader>
      {person ? (
        <Asked key={person} person={person} />
      ) : (
        <EmptyState title={t.choose} hint={t.chooseHint} />
      )}
    </>
  );
}
