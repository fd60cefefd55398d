import { Segmented, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { EmptyState, QueryState } from "../../ui/states";
import { type Forecast, type Sum, useForecast, type Whose } from "./api";
import { dealTexts } from "./locale";
import { money, roughly } from "./money";
import { monthName } from "./words";

type ListOf = (part: Record<string, string>) => string;
type Line = { key: string; name: string; to: string; sum: Sum };

const inCurrency = (sums: readonly Sum[], currency: string): Sum =>
  sums.find((sum) => sum.currency === currency) ?? { currency, count: 0, amount: 0, weighted: 0 };

/** The currencies there are, the one worth most first. */
function currenciesOf({ months }: Forecast): string[] {
  const worth = new Map<string, number>();
  for (const { currency, count } of months.flatMap((month) => month.sums)) {
    worth.set(currency, (worth.get(currency) ?? 0) + count);
  }
  return [...worth].sort((a, b) => b[1] - a[1]).map(([currency]) => currency);
}

function Bars({ lines, label }: { lines: Line[]; label: string }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const most = Math.max(1, ...lines.map(({ sum }) => sum.amount));
  const part = (value: number) => `${(100 * value) / most}%`;
  return (
    <section aria-label={label}>
      <h2>{t.byMonth}</h2>
      <p className="muted small">{label}</p>
      <ol className="deal-bars">
        {lines.map(({ key, name, to, sum }) => (
          <li key={key}>
            <Link to={to} className="plain deal-bar" aria-label={t.showList(name)}>
              <span className={key === "overdue" ? "deal-late" : ""}>{name}</span>
              <span className="deal-track" aria-hidden>
                <span className="deal-amount" style={{ width: part(sum.amount) }} />
                <span className="deal-weighted" style={{ width: part(sum.weighted) }} />
              </span>
              <span className="num small">
                {sum.count > 0 && (
                  <>
                    <strong>{roughly(sum.weighted, sum.currency, language)}</strong>{" "}
                    <span className="muted">/ {roughly(sum.amount, sum.currency, language)}</span>
                  </>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}

function People({ lines }: { lines: Line[] }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const amount = (title: string, of: (sum: Sum) => number) => ({
    title,
    key: title,
    align: "right" as const,
    className: "num",
    render: (_: unknown, { sum }: Line) => money(of(sum), sum.currency, language),
  });
  return (
    <section aria-label={t.byPerson} className="deal-people">
      <h2>{t.byPerson}</h2>
      <Table<Line>
        size="small"
        pagination={false}
        dataSource={lines}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: t.owner,
            key: "owner",
            render: (_, { name, to }) => <Link to={to}>{name}</Link>,
          },
          {
            title: t.title,
            key: "count",
            align: "right",
            className: "num",
            render: (_, { sum }) => sum.count,
          },
          amount(t.total, (sum) => sum.amount),
          amount(t.expected, (sum) => sum.weighted),
        ]}
      />
    </section>
  );
}

/** What the coming months let expect, with the list behind every line. */
export function ForecastView({ whose, listOf }: { whose: Whose; listOf: ListOf }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const [chosen, setChosen] = useState("");
  return (
    <QueryState query={useForecast(whose)}>
      {(forecast) => {
        const currencies = currenciesOf(forecast);
        const currency = currencies.find((each) => each === chosen) ?? currencies[0];
        if (!currency) return <EmptyState title={t.nothing} hint={t.nothingHint} />;
        const nameOf = (month: string) =>
          month === "overdue" || month === "later" ? t.months[month] : monthName(month, language);
        const months = forecast.months.map(({ month, sums }) => ({
          key: month,
          name: nameOf(month),
          to: listOf({ month }),
          sum: inCurrency(sums, currency),
        }));
        const people = forecast.people.map(({ person, sums }) => ({
          key: person.id,
          name: person.name || t.noOwner,
          to: listOf({ owner: person.id }),
          sum: inCurrency(sums, currency),
        }));
        return (
          <div className="deal-forecast">
            {currencies.length > 1 && (
              <Segmented
                aria-label={t.currency}
                value={currency}
                onChange={setChosen}
                options={currencies}
              />
            )}
            <Bars lines={months} label={t.chart(currency)} />
            <People lines={people.filter(({ sum }) => sum.count > 0)} />
          </div>
        );
      }}
    </QueryState>
  );
}
