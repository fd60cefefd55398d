import { Button, Flex, Popconfirm, Progress, Typography } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { percent } from "./cleaning";
import { locale } from "./locale";

type Props = {
  title: string;
  done: number;
  total: number;
  stopping: boolean;
  /** What stopping means; without it the work is stopped at once. */
  sure?: { title: string; hint: string };
  onStop?: () => void;
};

/** How far the server is, and the way to stop it. */
export function Working({ title, done, total, stopping, sure, onStop }: Props) {
  const t = useTexts(locale);
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  return (
    <section className="clean-working" aria-live="polite">
      <Typography.Text strong>{title}</Typography.Text>
      <Progress percent={percent(done, total)} status="active" aria-label={title} />
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Typography.Text type="secondary" className="num">
          {t.ofCustomers(count(done), count(total))}
        </Typography.Text>
        {onStop &&
          (sure ? (
            <Popconfirm title={sure.title} description={sure.hint} onConfirm={onStop}>
              <Button loading={stopping}>{t.stop}</Button>
            </Popconfirm>
          ) : (
            <Button loading={stopping} onClick={onStop}>
              {t.stop}
            </Button>
          ))}
      </Flex>
    </section>
  );
}
