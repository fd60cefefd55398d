import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import "./VirtualTable.css";

export type Column<R> = {
  key: string;
  title: ReactNode;
  width: number;
  align?: "right";
  /** `aria-sort` of the header; absent when one cannot sort by it. */
  sorted?: "ascending" | "descending" | "none";
  onSort?: () => void;
  render: (row: R) => ReactNode;
};

type Props<R> = {
  label: string;
  rows: R[];
  rowKey: (row: R) => string;
  columns: Column<R>[];
  /** On a phone each row is one card instead of cells. */
  renderCard?: (row: R) => ReactNode;
  rowHeight: number;
  active: number;
  isSelected?: (row: R) => boolean;
  onOpen?: (row: R, index: number) => void;
  onEnd?: () => void;
  footer?: ReactNode;
};

// What is clicked inside of a row keeps its own meaning.
function opensRow(target: EventTarget): boolean {
  const text = window.getSelection()?.toString() ?? "";
  return text === "" && target instanceof Element && !target.closest("a, button, input, label");
}

function Headers<R>({ columns }: { columns: Column<R>[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, title, align, sorted, onSort }) => (
          <th key={key} scope="col" aria-sort={sorted} className={align === "right" ? "num" : ""}>
            {onSort ? (
              <button type="button" className="th-sort" onClick={onSort}>
                {title}
                <span aria-hidden>
                  {sorted === "ascending" ? " ↑" : sorted === "descending" ? " ↓" : ""}
                </span>
              </button>
            ) : (
              title
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A table of any length: only the rows on screen exist in the page; the end asks for more. */
export function VirtualTable<R>(props: Props<R>) {
  const { rows, columns, rowKey, renderCard, active, onEnd, onOpen, isSelected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    overscan: 12,
    // The sticky header covers the first 36 pixels.
    scrollPaddingStart: 36,
    scrollPaddingEnd: 36,
  });
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items[items.length - 1];
  const atEnd = last !== undefined && last.index >= rows.length - 20;
  useEffect(() => {
    if (atEnd) onEnd?.();
  }, [atEnd, onEnd]);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: "auto" });
  }, [active, virtual]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density has other heights
  useEffect(() => virtual.measure(), [virtual, props.rowHeight]);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const span = renderCard ? 1 : columns.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="vt" ref={scroller} tabIndex={0} aria-label={props.label}>
      <table
        aria-rowcount={rows.length}
        style={renderCard ? undefined : { minWidth: width }}
        className={renderCard ? "vt-cards" : ""}
      >
        {!renderCard && (
          <colgroup>
            {columns.map(({ key, width: each }) => (
              <col key={key} style={{ width: each }} />
            ))}
          </colgroup>
        )}
        {!renderCard && <Headers columns={columns} />}
        <tbody>
          {first && first.start > 0 && <Spacer height={first.start} span={span} />}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={rowKey(row)}
                style={{ height: props.rowHeight }}
                aria-rowindex={index + 1}
                aria-selected={isSelected?.(row)}
                data-active={index === active || undefined}
                onClick={(event) => opensRow(event.target) && onOpen?.(row, index)}
              >
                {renderCard ? (
                  <td>{renderCard(row)}</td>
                ) : (
                  columns.map(({ key, align, render }) => (
                    <td key={key} className={align === "right" ? "num" : ""}>
                      {render(row)}
                    </td>
                  ))
                )}
              </tr>
            );
          })}
          {last && <Spacer height={virtual.getTotalSize() - last.end} span={span} />}
        </tbody>
      </table>
      {props.footer && <div className="vt-footer muted">{props.footer}</div>}
    </section>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className="vt-spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
