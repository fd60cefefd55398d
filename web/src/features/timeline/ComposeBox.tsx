import { Segmented } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { useKeys } from "../../lib/keyboard";
import { timelineTexts } from "./locale";
import type { Composer } from "./parts";

type Props = { customerId: string; composers: readonly Composer[]; onDone: () => void };

/** The forms that write into the timeline, one of them open. */
export function ComposeBox({ customerId, composers, onDone }: Props) {
  const t = useTexts(timelineTexts);
  const can = useCan();
  const allowed = composers.filter((each) => can(each.right));
  const [chosen, setChosen] = useState("");
  // A form that was saved begins anew.
  const [turn, setTurn] = useState(0);
  const open = allowed.find((each) => each.key === chosen) ?? allowed[0];
  const focus = () => document.querySelector<HTMLElement>(".compose textarea")?.focus();
  useKeys([{ keys: "c", label: t.keyCompose, group: t.keysGroup, run: focus }], allowed.length > 0);
  if (!open) return null;
  return (
    <section className="compose" aria-label={t.compose}>
      {allowed.length > 1 && (
        <Segmented
          className="compose-kinds"
          aria-label={t.compose}
          value={open.key}
          onChange={setChosen}
          options={allowed.map(({ key, Name, icon }) => ({
            value: key,
            icon,
            label: <Name />,
          }))}
        />
      )}
      <open.Component
        key={`${open.key} ${turn}`}
        customerId={customerId}
        onDone={() => {
          setTurn(turn + 1);
          onDone();
        }}
      />
    </section>
  );
}
