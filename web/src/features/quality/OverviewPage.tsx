import { Alert, Button, Flex, Progress, Skeleton } from "antd";
import { lazy, Suspense } from "react";
import { Link, useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { useFigures } from "./api";
import { qualityTexts } from "./locale";
import { Measures } from "./Measures";
import { PartTable } from "./PartTable";
import type { Cut, Figures } from "./types";
import { useCut } from "./useCut";
import "./quality.css";

const Trend = lazy(async () => ({ default: (await import("./Trend")).Trend }));

function Scoring({ done, total }: { done: number; total: number }) {
  const t = useTexts(qualityTexts);
  const language = useLanguage();
  return (
    <Alert
      type="info"
      showIcon
      className="quality-scoring"
      title={t.scoring(formatNumber(done, language), formatNumber(total, language))}
      description={
        <>
          {t.scoringHint}
          <Progress
            percent={total ? Math.floor((100 * done) / total) : 0}
            size="small"
            aria-label={t.scoring(`${done}`, `${total}`)}
          />
        </>
      }
    />
  );
}

function Loaded({ figures, cut }: { figures: Figures; cut: Cut }) {
  const t = useTexts(qualityTexts);
  if (figures.customers === 0) return <EmptyState title={t.noCustomers} hint={t.noCustomersHint} />;
  return (
    <>
      <Measures figures={figures} cut={cut} />
      <section className="quality-panel" aria-label={t.trend}>
        <h2>{t.trend}</h2>
        {figures.trend.length > 1 ? (
          <Suspense fallback={<Skeleton active className="trend" />}>
            <Trend days={figures.trend} />
          </Suspense>
        ) : (
          <p className="muted">{t.trendEmpty}</p>
        )}
      </section>
      <div className="quality-parts">
        {figures.departments.length > 0 && !cut.owner && (
          <PartTable by="department" parts={figures.departments} cut={cut} />
        )}
        {figures.owners.length > 0 && <PartTable by="owner" parts={figures.owners} cut={cut} />}
      </div>
    </>
  );
}

/** What narrows the page, by name, with the way back. */
function CutLine({ figures, cut }: { figures: Figures | undefined; cut: Cut }) {
  const t = useTexts(qualityTexts);
  const [, setSearch] = useSearchParams();
  if (!cut.department && !cut.owner) return null;
  const place = figures?.departments.find((part) => part.id === cut.department);
  const owner = figures?.owners.find((part) => part.id === cut.owner);
  const names = [place?.name, cut.owner === "0" ? t.noOwner : owner?.name].filter(Boolean);
  return (
    <Flex gap={8} align="center" wrap className="quality-cut">
      <span className="muted">{t.cutOff}</span>
      <strong>{names.join(" · ")}</strong>
      <Button size="small" onClick={() => setSearch({})}>
        {t.showAll}
      </Button>
    </Flex>
  );
}

function Overview() {
  const t = useTexts(qualityTexts);
  const language = useLanguage();
  const cut = useCut();
  const figures = useFigures(cut);
  const { data } = figures;
  const due = data?.defects.review ?? 0;
  return (
    <>
      <PageHeader
        title={t.title}
        note={data ? t.reach(formatNumber(data.customers, language)) : undefined}
        actions={
          due > 0 && (
            <Link to="/quality/reviews?which=team">
              {t.reviewsDue(formatNumber(due, language))}
            </Link>
          )
        }
      >
        <CutLine figures={data} cut={cut} />
      </PageHeader>
      {data?.scoring && <Scoring {...data.scoring} />}
      <QueryState query={figures}>{(shown) => <Loaded figures={shown} cut={cut} />}</QueryState>
    </>
  );
}

export function OverviewPage() {
  return useCan()(RIGHTS.view) ? <Overview /> : <NoPermission />;
}
