import { App, Button, Popconfirm, Progress } from "antd";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Keys, resealing, useReseal } from "./api";
import { operationsTexts } from "./locale";

/** New keys for all customers, how far that is, and what became of the old ones. */
export function ResealPart({ keys }: { keys: Keys }) {
  const o = useTexts(operationsTexts);
  return (
    <section className="settings-part" aria-label={o.customers}>
      <h3>{o.customers}</h3>
      <p className="muted">{o.customersHint}</p>
      <details className="muted small keys-more">
        <summary>{o.customersMore}</summary>
        <ul>
          {Object.values(o.customersFacts).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </details>
      {keys.reseal && resealing(keys) ? <Progressing told={keys.reseal} /> : <Begin />}
      {keys.reseal && <Came told={keys.reseal} />}
    </section>
  );
}

type Told = NonNullable<Keys["reseal"]>;

function Progressing({ told }: { told: Told }) {
  const o = useTexts(operationsTexts);
  const percent = Math.floor((100 * told.done) / Math.max(told.total, 1));
  return (
    <>
      <p>{o.resealing(told.done, told.total)}</p>
      <Progress percent={percent} status="active" aria-label={o.reseal} />
    </>
  );
}

function Begin() {
  const o = useTexts(operationsTexts);
  const { message } = App.useApp();
  const reseal = useReseal();
  const begin = () =>
    reseal.mutate(undefined, {
      onSuccess: () => message.success(o.resealBegun),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Popconfirm title={o.resealSure} onConfirm={begin}>
      <Button loading={reseal.isPending}>{o.reseal}</Button>
    </Popconfirm>
  );
}

function Came({ told }: { told: Told }) {
  const o = useTexts(operationsTexts);
  const waits = told.waits_for === "time" || told.waits_for === "backups" ? told.waits_for : null;
  return (
    <>
      {told.one && <p className="muted">{o.resealOne}</p>}
      {told.sealed_at && (
        <p className="muted">
          {o.resealed(told.values)} {exactTime(told.sealed_at)}
        </p>
      )}
      {told.damaged > 0 && <p role="alert">{o.resealDamaged(told.damaged)}</p>}
      {waits && <p className="muted">{o.waits[waits]}</p>}
      {!told.ended_at && told.waits_for === "" && <p className="muted">{o.dropping}</p>}
      {told.ended_at && <p className="muted">{o.dropped(told.dropped, told.kept)}</p>}
    </>
  );
}
