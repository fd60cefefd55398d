import { App, Flex, Switch, Typography } from "antd";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { errorText } from "../../../ui/errorText";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { type Learning, useLearning, useLetTeach } from "./api";
import { limitTexts } from "./locale";

/** Whether a large archive teaches how much each agreement says, and what it taught so far. */
export function LearningPart() {
  const learning = useLearning();
  return <QueryState query={learning}>{(data) => <Taught data={data} />}</QueryState>;
}

function Taught({ data }: { data: Learning }) {
  const words = useTexts(limitTexts);
  const language = useLanguage();
  const { message } = App.useApp();
  const save = useLetTeach();
  const count = (value: number) => formatNumber(value, language);
  return (
    <section className="limits-learning" aria-labelledby="limits-learning">
      <Flex gap={12} align="center">
        <Switch
          checked={data.learn}
          loading={save.isPending}
          aria-labelledby="limits-learning"
          onChange={(learn) =>
            save.mutate(learn, { onError: (error) => void message.error(errorText(error)) })
          }
        />
        <Typography.Text strong id="limits-learning">
          {words.learn}
        </Typography.Text>
      </Flex>
      <Typography.Paragraph type="secondary" className="limits-learning-hint">
        {words.learnHint(count(data.least))}
      </Typography.Paragraph>
      {data.lessons.length === 0 ? (
        <Typography.Text type="secondary">{words.notYet}</Typography.Text>
      ) : (
        <ul className="limits-lessons">
          {data.lessons.map((lesson) => (
            <li key={lesson.kind}>
              {words.lesson(words.kinds[lesson.kind], count(lesson.customers), count(lesson.pairs))}{" "}
              <span className="muted">
                <RelativeTime at={lesson.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
