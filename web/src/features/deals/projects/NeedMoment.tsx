import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { Need } from "./api";
import { projectTexts } from "./locale";
import "../deals.css";

const NeedDialog = lazy(async () => ({ default: (await import("./NeedDialog")).NeedDialog }));

/** What was needed before and is needed now, and why. */
export function NeedText({ need }: { need: Need }) {
  const t = useTexts(projectTexts);
  const facts = [
    [t.before, need.before],
    [t.after, need.after ?? t.unreadable],
    [t.cause, need.cause],
    [t.source, need.source],
  ];
  return (
    <dl className="deal-detail need-detail">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

type Props = { customerId: string; need: Need; editable: boolean };

/** A change of need in the customer's timeline. */
export function NeedMoment({ customerId, need, editable }: Props) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <div>
        <strong>{t.need}</strong>{" "}
        <span className="muted small">
          {need.by?.name ?? t.someone} · <RelativeTime at={need.at} />
          {need.project_id && (
            <>
              {" · "}
              <Link to={`/projects?project=${customerId}-${need.project_id}`}>
                {need.project ?? t.unreadable}
              </Link>
            </>
          )}
          {need.opportunity_id && (
            <>
              {" · "}
              <Link to={`/opportunities?card=${customerId}-${need.opportunity_id}`}>
                {need.opportunity ?? t.unreadable}
              </Link>
            </>
          )}
        </span>
        {editable && need.editable && need.after !== null && (
          <Button type="link" size="small" onClick={() => setEditing(true)}>
            {c.edit}
          </Button>
        )}
      </div>
      <NeedText need={need} />
      {editing && (
        <Suspense fallback={null}>
          <NeedDialog customerId={customerId} need={need} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}
