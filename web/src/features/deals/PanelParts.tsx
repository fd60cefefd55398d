import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useState } from "react";

type HeadProps = { title: string; create: string; editable?: boolean; onCreate: () => void };

/** The heading of a panel, with the way to add to it for whoever may. */
export function PanelHead({ title, create, editable, onCreate }: HeadProps) {
  return (
    <h2>
      {title}
      {editable && (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          aria-label={create}
          onClick={onCreate}
        />
      )}
    </h2>
  );
}

type Texts = { noneHere: string; hideEnded: string; ended: (count: number) => string };
type RowsProps<T> = {
  rows: readonly T[];
  running: (row: T) => boolean;
  texts: Texts;
  children: (row: T) => ReactNode;
};

/** What is running, and what has ended when somebody asks for it. */
export function PanelRows<T>({ rows, running, texts, children }: RowsProps<T>) {
  const [showEnded, setShowEnded] = useState(false);
  const shown = showEnded ? rows : rows.filter(running);
  const ended = rows.length - rows.filter(running).length;
  return (
    <>
      {shown.length === 0 && <p className="muted">{texts.noneHere}</p>}
      <ul className="deal-panel">{shown.map(children)}</ul>
      {ended > 0 && (
        <Button type="link" size="small" className="flush" onClick={() => setShowEnded(!showEnded)}>
          {showEnded ? texts.hideEnded : texts.ended(ended)}
        </Button>
      )}
    </>
  );
}
