import type { TableProps } from "antd";
import { Alert, App, Button, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Line, type Review, useConfirm, useLines, type Which } from "./api";
import { Deeds, Outcome, Person, Role, Times, useHeld } from "./LineParts";
import { reviewTexts } from "./locale";

/** The lines of one review: person, role, last use, and what was said or is to be said of it. */
export function LineList({ review, which }: { review: Review; which: Which }) {
  const t = useTexts(reviewTexts);
  const found = useLines(review.id, which);
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.lines);
        if (lines.length === 0) return <EmptyState title={t.empty[which]} />;
        return (
          <>
            <Rows review={review} lines={lines} />
            {found.hasNextPage && (
              <Button
                className="reviews-more"
                loading={found.isFetchingNextPage}
                onClick={() => found.fetchNextPage()}
              >
                {t.more}
              </Button>
            )}
          </>
        );
      }}
    </QueryState>
  );
}

function Rows({ review, lines }: { review: Review; lines: Line[] }) {
  const t = useTexts(reviewTexts);
  const phone = usePhone();
  const held = useHeld();
  const [picked, setPicked] = useState<string[]>([]);
  const able = lines.filter((line) => line.may_confirm);
  const chosen = able.filter(({ id }) => picked.includes(id)).map(({ id }) => id);
  const selection: TableProps<Line>["rowSelection"] = {
    selectedRowKeys: chosen,
    onChange: (ids) => setPicked(ids.map(String)),
    getCheckboxProps: (line) => ({
      disabled: !line.may_confirm,
      "aria-label": t.chosen(line.person.name, held(line)),
    }),
  };
  return (
    <>
      {chosen.length > 0 && <ConfirmChosen review={review} chosen={chosen} />}
      <Table
        size={phone ? "small" : "middle"}
        rowKey="id"
        columns={useColumns(review, phone)}
        dataSource={lines}
        rowSelection={able.length > 0 ? selection : undefined}
        pagination={false}
      />
    </>
  );
}

function ConfirmChosen({ review, chosen }: { review: Review; chosen: string[] }) {
  const t = useTexts(reviewTexts);
  const { message } = App.useApp();
  const confirm = useConfirm(review.id);
  return (
    <div className="reviews-chosen">
      {confirm.isError && <Alert type="error" showIcon title={errorText(confirm.error)} />}
      <Button
        type={review.open ? "primary" : "default"}
        loading={confirm.isPending}
        onClick={() =>
          confirm.mutate(chosen, { onSuccess: () => void message.success(t.confirmed) })
        }
      >
        {t.confirmAll(chosen.length)}
      </Button>
    </div>
  );
}

function useColumns(review: Review, phone: boolean): ColumnsType<Line> {
  const t = useTexts(reviewTexts);
  const told = (line: Line) => (
    <>
      <Outcome line={line} />
      <Deeds review={review} line={line} />
    </>
  );
  if (phone) {
    return [
      {
        title: t.person,
        key: "person",
        render: (_, line) => (
          <>
            <Person line={line} />
            <Role line={line} />
            <Times line={line} />
            {told(line)}
          </>
        ),
      },
    ];
  }
  return [
    { title: t.person, key: "person", render: (_, line) => <Person line={line} /> },
    { title: t.role, key: "role", render: (_, line) => <Role line={line} /> },
    {
      title: t.signIn,
      key: "signIn",
      responsive: ["lg"],
      render: (_, line) => <RelativeTime at={line.last_sign_in} />,
    },
    { title: t.use, key: "use", render: (_, line) => <RelativeTime at={line.last_use} /> },
    { title: t.state, key: "state", className: "reviews-state", render: (_, line) => told(line) },
  ];
}
