import { Button, Select } from "antd";
import { useState } from "react";
import { useCustomerChanged } from "../../api/ofCustomer";
import { useLanguage, useTexts } from "../../lib/i18n";
import { EmptyState, QueryState } from "../../ui/states";
import { useTimeline } from "./api";
import { ComposeBox } from "./ComposeBox";
import { byDay, type Day, dayName, nearness } from "./days";
import { timelineTexts } from "./locale";
import type { Composer, MomentView } from "./parts";
import "./timeline.css";

type Props = {
  customerId: string;
  editable: boolean;
  views: readonly MomentView[];
  composers: readonly Composer[];
};

type DayProps = Pick<Props, "customerId" | "editable" | "views"> & { day: Day };

function OneDay({ day, customerId, editable, views }: DayProps) {
  const t = useTexts(timelineTexts);
  const language = useLanguage();
  const near = nearness(day.at);
  return (
    <li className="timeline-day">
      <h3 className="muted small">{near ? t[near] : dayName(day.at, language)}</h3>
      <ol>
        {day.moments.map((moment) => {
          const view = views.find((each) => each.kind === moment.kind);
          return view ? (
            <li key={moment.id} className="moment">
              <span className="moment-icon" aria-hidden>
                {typeof view.icon === "function" ? view.icon(moment) : view.icon}
              </span>
              <div className="moment-body">
                <view.Component customerId={customerId} moment={moment} editable={editable} />
              </div>
            </li>
          ) : null;
        })}
      </ol>
    </li>
  );
}

function KindFilter({
  views,
  chosen,
  onChoose,
}: {
  views: readonly MomentView[];
  chosen: string[];
  onChoose: (kinds: string[]) => void;
}) {
  const t = useTexts(timelineTexts);
  return (
    <Select
      className="timeline-filter"
      size="small"
      variant="borderless"
      mode="multiple"
      aria-label={t.show}
      placeholder={t.everything}
      maxTagCount={1}
      showSearch={false}
      popupMatchSelectWidth={false}
      value={chosen}
      onChange={onChoose}
      options={views.map(({ kind, Name }) => ({ value: kind, label: <Name /> }))}
    />
  );
}

/** Everything that happened with a customer, newest first, with what writes into it on top. */
export function Timeline({ customerId, editable, views, composers }: Props) {
  const t = useTexts(timelineTexts);
  const [kinds, setKinds] = useState<string[]>([]);
  const timeline = useTimeline(customerId, kinds);
  const changed = useCustomerChanged(customerId);
  return (
    <section className="section timeline" aria-label={t.title}>
      {editable && (
        <ComposeBox customerId={customerId} composers={composers} onDone={() => void changed()} />
      )}
      <h2>
        {t.title}
        <KindFilter views={views} chosen={kinds} onChoose={setKinds} />
      </h2>
      <QueryState query={timeline}>
        {({ pages }) => {
          const days = byDay(pages.flatMap((page) => page.moments));
          if (days.length === 0) {
            return kinds.length > 0 ? (
              <p className="muted">{t.nothingOfKind}</p>
            ) : (
              <EmptyState title={t.nothing} hint={editable ? t.nothingHint : undefined} />
            );
          }
          return (
            <ol className="timeline-days">
              {days.map((day) => (
                <OneDay key={day.key} {...{ day, customerId, editable, views }} />
              ))}
            </ol>
          );
        }}
      </QueryState>
      {timeline.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
    </section>
  );
}
