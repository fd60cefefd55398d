import { Input } from "antd";
import { type ComponentProps, lazy, Suspense } from "react";
import { useMentions } from "../api/mentions";
import { useRested } from "../lib/debounce";
import { useLanguage, useTexts } from "../lib/i18n";
import { common } from "./locale";

export type MentionProps = Pick<
  ComponentProps<typeof Input.TextArea>,
  "autoFocus" | "autoSize" | "onFocus" | "onKeyDown" | "placeholder" | "aria-label"
> & {
  customerId: string;
  value: string;
  onChange: (text: string) => void;
};

const Field = lazy(async () => ({ default: (await import("./MentionField")).MentionField }));

/** A text about a customer in which colleagues who see it may be named; says who will be told of it and who will not. */
export function MentionInput(props: MentionProps) {
  const { customerId, onChange, ...plain } = props;
  return (
    <div>
      <Suspense
        fallback={<Input.TextArea {...plain} onChange={(event) => onChange(event.target.value)} />}
      >
        <Field {...props} />
      </Suspense>
      <Told customerId={customerId} text={props.value} />
    </div>
  );
}

function Told({ customerId, text }: { customerId: string; text: string }) {
  const t = useTexts(common);
  const language = useLanguage();
  const { data } = useMentions(customerId, useRested(text, 400));
  if (!data || !text.includes("@") || data.told.length + data.untold.length === 0) return null;
  const list = (people: { name: string }[]) =>
    new Intl.ListFormat(language, { type: "conjunction" }).format(people.map((each) => each.name));
  return (
    <div className="small" role="status">
      {data.told.length > 0 && <span className="muted">{t.willBeTold(list(data.told))}</span>}{" "}
      {data.untold.length > 0 && (
        <span className="mention-untold">{t.willNotBeTold(list(data.untold))}</span>
      )}
    </div>
  );
}
