import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown, Segmented } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { useKeys } from "../../lib/keyboard";
import { timelineTexts } from "./locale";
import type { Composer } from "./parts";

type KindsProps = {
  composers: readonly Composer[];
  open: Composer;
  onChoose: (key: string) => void;
};

/** What can be written: the daily kinds side by side, the rare ones behind “more” until one is chosen. */
function Kinds({ composers, open, onChoose }: KindsProps) {
  const t = useTexts(timelineTexts);
  const item = ({ key, Name, icon }: Composer) => ({ key, value: key, icon, label: <Name /> });
  const side = composers.filter((each) => !each.rare || each === open);
  const behind = composers.filter((each) => !side.includes(each));
  return (
    <div className="compose-kinds">
      <Segmented
        aria-label={t.compose}
        value={open.key}
        onChange={onChoose}
        options={side.map(item)}
      />
      {behind.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{ items: behind.map(item), onClick: ({ key }) => onChoose(key) }}
        >
          <Button type="text" icon={<DownOutlined aria-hidden />} iconPlacement="end">
            {t.more}
          </Button>
        </Dropdown>
      )}
    </div>
  );
}

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
      {allowed.length > 1 && <Kinds composers={allowed} open={open} onChoose={setChosen} />}
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
