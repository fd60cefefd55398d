import { DeleteOutlined } from "@ant-design/icons";
import { Button, Flex, Input, Select, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { EmptyState } from "../../../ui/states";
import { SectionHead } from "../SectionHead";
import type { WorkDay } from "./api";
import { joined, yearsOf } from "./days";
import { calendarTexts } from "./locale";
import { PasteDialog } from "./PasteDialog";

type Props = { days: WorkDay[]; onChange: (days: WorkDay[]) => void };

function Rows({ days, year, onChange }: Props & { year: string }) {
  const t = useTexts(calendarTexts);
  const put = (day: string, part: Partial<WorkDay>) =>
    onChange(days.map((each) => (each.day === day ? { ...each, ...part } : each)));
  return (
    <Table<WorkDay>
      size="small"
      rowKey="day"
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={days.filter(({ day }) => day.startsWith(year))}
      columns={[
        { title: t.day, key: "day", render: (_, { day }) => <time dateTime={day}>{day}</time> },
        {
          title: t.kind,
          key: "kind",
          render: (_, { day, kind }) => (
            <Select<WorkDay["kind"]>
              aria-label={t.kindOf(day)}
              value={kind}
              onChange={(value) => put(day, { kind: value })}
              options={(["off", "work"] as const).map((value) => ({
                value,
                label: t.kinds[value],
              }))}
            />
          ),
        },
        {
          title: t.name,
          key: "name",
          render: (_, { day, name }) => (
            <Input
              aria-label={t.nameOf(day)}
              maxLength={20}
              value={name}
              onChange={(event) => put(day, { name: event.target.value })}
            />
          ),
        },
        {
          key: "remove",
          width: 48,
          render: (_, { day }) => (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t.remove(day)}
              onClick={() => onChange(days.filter((each) => each.day !== day))}
            />
          ),
        },
      ]}
    />
  );
}

/** Days off and days worked in exchange, year by year. */
export function DaysPart({ days, onChange }: Props) {
  const t = useTexts(calendarTexts);
  const years = yearsOf(days);
  const [chosen, setChosen] = useState("");
  const [fresh, setFresh] = useState("");
  const [pasting, setPasting] = useState(false);
  const year = years.find((each) => each === chosen) ?? years[0] ?? "";
  const include = (more: WorkDay[]) => {
    onChange(joined(days, more));
    setChosen(more[0]?.day.slice(0, 4) ?? "");
  };
  return (
    <section aria-label={t.days} className="settings-part">
      <SectionHead
        title={t.days}
        hint={t.daysHint}
        action={<Button onClick={() => setPasting(true)}>{t.paste}</Button>}
      />
      <Flex gap={8} wrap className="settings-head">
        {years.length > 0 && (
          <Select
            aria-label={t.year}
            value={year}
            onChange={setChosen}
            options={years.map((value) => ({ value, label: value }))}
          />
        )}
        <Input
          type="date"
          aria-label={t.newDay}
          className="calendar-new"
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
        />
        <Button
          disabled={fresh === "" || days.some(({ day }) => day === fresh)}
          onClick={() => {
            include([{ day: fresh, kind: "off", name: "" }]);
            setFresh("");
          }}
        >
          {t.add}
        </Button>
      </Flex>
      {years.length === 0 ? (
        <EmptyState title={t.noDays} hint={t.pasteHint} />
      ) : (
        <Rows {...{ days, year, onChange }} />
      )}
      {pasting && <PasteDialog onTake={include} onClose={() => setPasting(false)} />}
    </section>
  );
}
