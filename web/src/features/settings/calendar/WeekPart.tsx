import { Input } from "antd";
import { useTexts } from "../../../lib/i18n";
import { SectionHead } from "../SectionHead";
import { spansOf } from "./days";
import { calendarTexts } from "./locale";

const PLACES = ["0", "1", "2", "3", "4", "5", "6"] as const;

/** The hours of each day of the week, as text. */
export function WeekPart({
  week,
  onChange,
}: {
  week: string[];
  onChange: (week: string[]) => void;
}) {
  const t = useTexts(calendarTexts);
  const put = (index: number, text: string) =>
    onChange(week.map((each, place) => (place === index ? text : each)));
  return (
    <section aria-label={t.week} className="settings-part settings-narrow">
      <SectionHead title={t.week} hint={t.weekHint} />
      <ul className="calendar-week">
        {PLACES.map((place, index) => {
          const text = week[index] ?? "";
          const bad = spansOf(text) === null;
          return (
            <li key={place}>
              <span>{t.weekdays[place]}</span>
              <span>
                <Input
                  aria-label={t.hoursOf(t.weekdays[place])}
                  aria-invalid={bad}
                  status={bad ? "error" : undefined}
                  placeholder={t.restDay}
                  maxLength={120}
                  value={text}
                  onChange={(event) => put(index, event.target.value)}
                />
                {bad && (
                  <span role="alert" className="small calendar-bad">
                    {t.badHours}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
