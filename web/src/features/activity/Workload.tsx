import { Button, Table } from "antd";
import { useTexts } from "../../lib/i18n";
import { QueryState } from "../../ui/states";
import { type Load, useWorkload } from "./api";
import { activityTexts } from "./locale";

type Props = { assignee: string; onChoose: (id: string) => void };

/** How much each person has to do; a click shows theirs alone. */
export function Workload({ assignee, onChoose }: Props) {
  const t = useTexts(activityTexts);
  const number = (title: string, of: (load: Load) => number) => ({
    title,
    key: title,
    align: "right" as const,
    className: "num",
    render: (_: unknown, load: Load) => of(load) || <span className="muted">0</span>,
  });
  return (
    <QueryState query={useWorkload(true)}>
      {(loads) =>
        loads.length === 0 ? null : (
          <section className="workload" aria-label={t.workload}>
            <Table<Load>
              size="small"
              pagination={false}
              rowKey={(load) => load.person.id}
              dataSource={loads}
              columns={[
                {
                  title: t.person,
                  key: "person",
                  render: (_, { person }) => (
                    <Button
                      type="link"
                      size="small"
                      className="flush"
                      aria-label={t.filterBy(person.name)}
                      aria-pressed={assignee === person.id}
                      onClick={() => onChoose(assignee === person.id ? "" : person.id)}
                    >
                      {assignee === person.id ? <strong>{person.name}</strong> : person.name}
                    </Button>
                  ),
                },
                {
                  ...number(t.loadOverdue, (load) => load.overdue),
                  render: (_: unknown, { overdue }: Load) =>
                    overdue > 0 ? (
                      <span className="follow-up-late">{overdue}</span>
                    ) : (
                      <span className="muted">0</span>
                    ),
                },
                number(t.loadToday, (load) => load.today),
                number(t.loadWeek, (load) => load.week),
                number(t.loadLater, (load) => load.later),
              ]}
            />
          </section>
        )
      }
    </QueryState>
  );
}
