import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useSaveCalendar, useWorkCalendar, type WorkCalendar } from "./api";
import { DaysPart } from "./DaysPart";
import { hoursText, spansOf } from "./days";
import { calendarTexts } from "./locale";
import { WeekPart } from "./WeekPart";
import "./calendar.css";

function Editor({ data }: { data: WorkCalendar }) {
  const t = useTexts(calendarTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const saving = useSaveCalendar();
  const said = data.week.map(hoursText);
  const [week, setWeek] = useState(said);
  const [days, setDays] = useState(data.days);
  const spans = week.map(spansOf).filter((each) => each !== null);
  const changed = days !== data.days || week.join("\n") !== said.join("\n");
  const save = () =>
    saving.mutate(
      { week: spans, days, version: data.version },
      { onSuccess: () => message.success(c.saved) },
    );
  return (
    <>
      <WeekPart week={week} onChange={setWeek} />
      <DaysPart days={days} onChange={setDays} />
      {saving.isError && (
        <Alert type="error" showIcon title={errorText(saving.error)} className="settings-head" />
      )}
      <div className="calendar-foot">
        <Button
          type="primary"
          disabled={!changed || spans.length < week.length}
          loading={saving.isPending}
          onClick={save}
        >
          {c.save}
        </Button>
        <span className="muted">{changed ? t.unsaved : t.effect}</span>
      </div>
    </>
  );
}

/** When the organisation works; deadlines follow it. */
export function CalendarPage() {
  return (
    <QueryState query={useWorkCalendar()}>
      {(data) => <Editor key={data.version} data={data} />}
    </QueryState>
  );
}
