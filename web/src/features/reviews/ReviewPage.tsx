import { Alert, App, Button, Flex, Popconfirm, Progress, Segmented, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useCan } from "../../api/session";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type Review, useReviews, useStart, type Which } from "./api";
import { LineList } from "./LineList";
import { reviewTexts } from "./locale";
import { RulesDialog } from "./RulesDialog";
import { MANAGE } from "./rights";
import "./reviews.css";

const SHOWN: readonly Which[] = ["waiting", "decided", "all"];
const day = (iso: string) => exactTime(iso).slice(0, 10);

/** Who holds what: one review at a time, line by line; past ones stay to be read. */
export function ReviewPage() {
  const t = useTexts(reviewTexts);
  const found = useReviews();
  const [search, setSearch] = useSearchParams();
  const which = SHOWN.find((each) => each === search.get("which")) ?? "waiting";
  const open = found.data?.some((review) => review.open) ?? true;
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={<Deeds open={open} />} />
      <QueryState query={found}>
        {(reviews) => {
          const [newest] = reviews;
          if (!newest) return <EmptyState title={t.none} hint={t.noneHint} />;
          const shown = reviews.find(({ id }) => id === search.get("review")) ?? newest;
          return (
            <>
              <Flex gap={12} wrap className="reviews-tools">
                {reviews.length > 1 && (
                  <Select
                    aria-label={t.pick}
                    value={shown.id}
                    onChange={(review) => setSearch({ review, which })}
                    options={reviews.map((each) => ({
                      value: each.id,
                      label: t.named(day(each.started_at), each.open),
                    }))}
                  />
                )}
                <Segmented
                  aria-label={t.which}
                  value={which}
                  onChange={(next) => setSearch({ review: shown.id, which: next })}
                  options={SHOWN.map((value) => ({ value, label: t[value] }))}
                />
              </Flex>
              <Standing review={shown} />
              <LineList key={`${shown.id} ${which}`} review={shown} which={which} />
            </>
          );
        }}
      </QueryState>
    </>
  );
}

function Deeds({ open }: { open: boolean }) {
  const t = useTexts(reviewTexts);
  const { message } = App.useApp();
  const manages = useCan()(MANAGE);
  const start = useStart();
  const [setting, setSetting] = useState(false);
  if (!manages) return null;
  const failed = (error: unknown) => void message.error(errorText(error));
  return (
    <>
      <Button onClick={() => setSetting(true)}>{t.rules}</Button>
      {!open && (
        <Popconfirm
          title={t.startSure}
          okText={t.start}
          cancelText={t.cancel}
          placement="bottomRight"
          classNames={{ root: "reviews-sure" }}
          onConfirm={() => start.mutate(undefined, { onError: failed })}
        >
          <Button type="primary" loading={start.isPending}>
            {t.start}
          </Button>
        </Popconfirm>
      )}
      {setting && <RulesDialog onClose={() => setSetting(false)} />}
    </>
  );
}

function Standing({ review }: { review: Review }) {
  const t = useTexts(reviewTexts);
  const { decided, lines } = review;
  const percent = lines ? Math.floor((100 * decided) / lines) : 100;
  const starter = review.started_by.id.startsWith("-") ? t.system : review.started_by.name;
  const facts = [
    t.by(starter),
    review.ended_at ? t.ended(exactTime(review.ended_at)) : t.due(exactTime(review.due_at)),
    t.atEnd[review.at_deadline],
  ];
  return (
    <section className="reviews-standing">
      <div>{t.progress(decided, lines)}</div>
      <Progress percent={percent} aria-label={t.progress(decided, lines)} />
      <div className="muted small">{facts.join(" · ")}</div>
      {!review.open && review.unconfirmed > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t.left(review.unconfirmed)}
          description={t.leftHint}
        />
      )}
    </section>
  );
}
