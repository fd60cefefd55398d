import { Button, Input, Select } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type Narrowed, useAllDocuments } from "./api";
import { Checks } from "./Checks";
import { DocumentDialog } from "./DocumentDialog";
import { DocumentLine } from "./DocumentLine";
import { documentTexts } from "./locale";
import { type ListedDoc, RETENTIONS, TYPES } from "./types";
import "./documents.css";

function Nothing({ asked }: { asked: boolean }) {
  const t = useTexts(documentTexts);
  if (asked) return <EmptyState title={t.nothingFound} hint={t.nothingFoundHint} />;
  return (
    <EmptyState
      title={t.nothingYet}
      hint={t.nothingYetHint}
      actions={
        <Link to="/customers">
          <Button>{t.seeCustomers}</Button>
        </Link>
      }
    />
  );
}

function Results({ narrowed }: { narrowed: Narrowed }) {
  const t = useTexts(documentTexts);
  const [open, setOpen] = useState<ListedDoc | null>(null);
  const found = useAllDocuments(narrowed);
  return (
    <section aria-label={t.documents} className="document-list">
      <QueryState query={found}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0 && !found.hasNextPage) {
            return <Nothing asked={Object.values(narrowed).some(Boolean)} />;
          }
          return (
            <ul className="documents">
              {rows.map((row) => (
                <DocumentLine
                  key={row.id}
                  document={row}
                  snippet={row.snippet}
                  about={
                    <Link to={`/customers/${row.customer_id}`} className="plain">
                      {row.customer_name}{" "}
                      <span className="muted small num">{row.customer_number}</span>
                    </Link>
                  }
                  onOpen={() => setOpen(row)}
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
      {open && (
        <DocumentDialog id={open.id} title={open.title ?? ""} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

/** The files of everybody in sight, and finding them by what they say. */
export function DocumentsPage() {
  const t = useTexts(documentTexts);
  const [search, setSearch] = useSearchParams();
  const query = search.get("q") ?? "";
  const type = TYPES.find((each) => each === search.get("type")) ?? "";
  const retention = RETENTIONS.find((each) => each === search.get("retention")) ?? "";
  const damaged = search.get("damaged") ?? "";
  const put = (part: Record<string, string>) => {
    const next = { q: query, type, retention, damaged, ...part };
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value)));
  };
  return (
    <>
      <PageHeader title={t.documents} note={t.pageHint}>
        <div className="document-tools">
          <Input.Search
            key={query}
            allowClear
            aria-label={t.search}
            placeholder={t.search}
            defaultValue={query}
            onSearch={(value) => put({ q: value.trim() })}
          />
          <Select
            aria-label={t.type}
            value={type}
            onChange={(value) => put({ type: value })}
            options={[
              { value: "", label: t.allTypes },
              ...TYPES.map((each) => ({ value: each, label: t.types[each] })),
            ]}
            popupMatchSelectWidth={false}
          />
          <Select
            aria-label={t.retention}
            value={retention}
            onChange={(value) => put({ retention: value })}
            options={[
              { value: "", label: t.allRetentions },
              ...RETENTIONS.map((each) => ({ value: each, label: t.keptFor(t.retentions[each]) })),
            ]}
            popupMatchSelectWidth={false}
          />
          {damaged && <Button onClick={() => put({ damaged: "" })}>{t.notOnlyDamaged}</Button>}
        </div>
      </PageHeader>
      {!damaged && <Checks />}
      <Results narrowed={{ query, type, retention, damaged: damaged !== "" }} />
    </>
  );
}
