import { Alert, App, Modal, Select } from "antd";
import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { type Kept, type Outlook, useKept, useOutlook, useUnmerge } from "./api";
import { mergeTexts } from "./locale";
import "./merge.css";

type Since = Outlook["since"][number];
type Places = Record<string, string>;

function Change({ item }: { item: Since }) {
  const t = useTexts(mergeTexts);
  const at = item.at && (
    <span className="muted small">
      {" "}
      <RelativeTime at={item.at} />
    </span>
  );
  if (!item.was && !item.now) {
    return (
      <>
        <span className="muted">{t.newRow}</span>
        {at}
      </>
    );
  }
  return (
    <>
      {item.was && <del>{item.was}</del>}
      {item.was && " → "}
      {item.now ? <ins>{item.now}</ins> : <span className="muted">{t.removed}</span>}
      {at}
    </>
  );
}

function SinceList(props: {
  outlook: Outlook;
  places: Places;
  onPlace: (key: string, id: string) => void;
}) {
  const t = useTexts(mergeTexts);
  const { outlook, places } = props;
  const options = outlook.places.map(({ id, number }) => ({ value: id, label: number }));
  return (
    <ul className="merge-since">
      {outlook.since.map((item) => (
        <li key={item.key}>
          <div>
            <span className="muted">{item.label}</span> <Change item={item} />
          </div>
          <Select
            size="small"
            aria-label={t.goesTo(item.label)}
            value={places[item.key] ?? item.home}
            options={options}
            onChange={(id) => props.onPlace(item.key, id)}
          />
        </li>
      ))}
    </ul>
  );
}

function UndoDialog({ mergeId, onClose }: { mergeId: string; onClose: () => void }) {
  const t = useTexts(mergeTexts);
  const { cancel } = useTexts(common);
  const { message } = App.useApp();
  const outlook = useOutlook(mergeId);
  const unmerge = useUnmerge(mergeId);
  const [places, setPlaces] = useState<Places>({});
  const run = () =>
    outlook.data &&
    unmerge.mutate(
      { places, version: outlook.data.version },
      {
        onSuccess: () => {
          void message.success(t.undone);
          onClose();
        },
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <Modal
      open
      title={t.undoTitle}
      okText={t.undo}
      cancelText={cancel}
      confirmLoading={unmerge.isPending}
      okButtonProps={{ disabled: !outlook.data }}
      onOk={run}
      onCancel={onClose}
    >
      {outlook.error ? (
        <Alert type="warning" showIcon title={errorText(outlook.error)} />
      ) : (
        <QueryState query={outlook}>
          {(data) => (
            <>
              <p>{t.undoPlain(data.merge.losers.map((each) => each.number).join("、"))}</p>
              {data.again > 0 && <p className="muted">{t.undoAgain(data.again)}</p>}
              {data.since.length > 0 && (
                <>
                  <p>{t.undoSince}</p>
                  <SinceList
                    outlook={data}
                    places={places}
                    onPlace={(key, id) => setPlaces((now) => ({ ...now, [key]: id }))}
                  />
                </>
              )}
            </>
          )}
        </QueryState>
      )}
    </Modal>
  );
}

function KeptTable({ kept }: { kept: Kept }) {
  const t = useTexts(mergeTexts);
  const people = [kept.merge.survivor, ...kept.merge.losers];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="merge-scroll" tabIndex={0} aria-label={t.keptTitle}>
      <table className="merge-table">
        <thead>
          <tr>
            <th scope="col">{t.field}</th>
            {people.map(({ id, number }) => (
              <th key={id} scope="col" className="num-text">
                {number}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kept.lines.map((line) => (
            <tr key={line.code}>
              <th scope="row">{line.label}</th>
              {people.map(({ id }) => (
                <td key={id}>
                  {line.cells.find((cell) => cell.customer_id === id)?.value ?? (
                    <span className="muted">{t.empty}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function KeptDialog({ mergeId, onClose }: { mergeId: string; onClose: () => void }) {
  const t = useTexts(mergeTexts);
  const kept = useKept(mergeId);
  return (
    <Modal open width={760} title={t.keptTitle} footer={null} onCancel={onClose}>
      <QueryState query={kept}>{(data) => <KeptTable kept={data} />}</QueryState>
    </Modal>
  );
}

/** What the address asks for on a customer's page: to undo a merge, or to see what was before it. */
export function MergeDialogs({ number }: { number: string }) {
  const t = useTexts(mergeTexts);
  const [search, setSearch] = useSearchParams();
  const state: { mergedFrom?: string } | null = useLocation().state;
  const undo = search.get("undo");
  const before = search.get("before");
  const close = () => {
    search.delete("undo");
    search.delete("before");
    setSearch(search, { replace: true });
  };
  return (
    <>
      {state?.mergedFrom && (
        <Alert
          type="info"
          showIcon
          closable
          className="merge-note"
          title={t.mergedInto(state.mergedFrom, number)}
        />
      )}
      {undo && <UndoDialog key={undo} mergeId={undo} onClose={close} />}
      {before && <KeptDialog key={before} mergeId={before} onClose={close} />}
    </>
  );
}
