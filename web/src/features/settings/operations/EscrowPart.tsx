import { Alert, Flex } from "antd";
import type { ReactNode } from "react";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { type Keys, useKeys } from "./api";
import { operationsTexts } from "./locale";
import "./operations.css";

/** That the root key does not open, and why: first on the page, as nothing else there is as urgent. */
export function RootAway() {
  const o = useTexts(operationsTexts);
  const root = useKeys().data?.root;
  if (!root?.away) return null;
  const reason = (o.reasons as Record<string, string>)[root.away] ?? root.away;
  return (
    <Alert
      type={root.shut ? "error" : "warning"}
      showIcon
      title={root.shut ? o.shut : o.away}
      description={o.whyAway(reason)}
    />
  );
}

/** The root key and its cards: whether they fit, when they were tried, by when they must be. */
export function EscrowPart({ keys }: { keys: Keys }) {
  const o = useTexts(operationsTexts);
  const { escrow, root } = keys;
  const todo = escrow.fits ? o.drillDue : escrow.made_at ? o.cardsOld : o.cardsNone;
  const facts: [string, string][] = [
    [o.fingerprint, root.fingerprint || "—"],
    [o.provider, o.providers[root.provider as "file"] ?? root.provider],
    [o.rootChanged, root.changed_at ? exactTime(root.changed_at) : o.never],
    [o.cards, escrow.fits ? o.cardsOf(escrow.needed, escrow.of) : "—"],
    [o.drilled, escrow.drilled_at ? exactTime(escrow.drilled_at) : o.never],
    [o.due, exactTime(escrow.due_at)],
  ];
  return (
    <section className="settings-part" aria-label={o.root}>
      <h3>{o.root}</h3>
      <p className="muted">{o.rootHint}</p>
      {(escrow.overdue || !escrow.fits) && (
        <Alert type={escrow.overdue ? "error" : "warning"} showIcon title={todo} />
      )}
      <dl className="keys-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The copies of the key store: the newest first. */
export function CopiesPart({ keys, action }: { keys: Keys; action: ReactNode }) {
  const o = useTexts(operationsTexts);
  return (
    <section className="settings-part" aria-label={o.copies}>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <h3>{o.copies}</h3>
        {action}
      </Flex>
      <p className="muted">{o.copiesHint}</p>
      {keys.copies.length === 0 ? (
        <p>{o.copiesNone}</p>
      ) : (
        <ul className="keys-copies">
          {keys.copies.map((copy) => (
            <li key={copy.made_at}>
              {exactTime(copy.made_at)} <span className="muted">{o.size(copy.size)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
