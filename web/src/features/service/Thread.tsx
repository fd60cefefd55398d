import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { type Opened, type Step, useComment } from "./api";
import { serviceTexts } from "./locale";

function OneStep({ step }: { step: Step }) {
  const t = useTexts(serviceTexts);
  const what = step.kind === "handed" && step.to ? t.handedTo(step.to) : t.step[step.kind];
  return (
    <li className="case-step" data-kind={step.kind}>
      <div>
        <strong>{step.by?.name ?? t.someone}</strong> {what}{" "}
        <span className="muted small">
          <RelativeTime at={step.at} />
        </span>
      </div>
      {step.text === null ? (
        <p className="muted">{t.unreadable}</p>
      ) : (
        step.text && <p className="case-text">{step.text}</p>
      )}
    </li>
  );
}

function Comment({ row }: { row: Opened }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const commenting = useComment(row);
  const submit = () => {
    if (!text.trim() || commenting.isPending) return;
    commenting.mutate(text, {
      onSuccess: () => {
        setText("");
        message.success(t.commented);
      },
      onError: (error) => message.error(errorText(error)),
    });
  };
  return (
    <form
      className="case-comment"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Input.TextArea
        aria-label={t.comment}
        placeholder={t.commentHint}
        autoSize={{ minRows: 1, maxRows: 8 }}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
        }}
      />
      <Button htmlType="submit" disabled={!text.trim()} loading={commenting.isPending}>
        {t.comment}
      </Button>
    </form>
  );
}

/** What happened to a case, the latest first, and a place to write something for colleagues. */
export function Thread({ row }: { row: Opened }) {
  const t = useTexts(serviceTexts);
  return (
    <section className="section" aria-label={t.thread}>
      <h2>{t.thread}</h2>
      {row.editable && <Comment row={row} />}
      <ol className="case-steps">
        {row.steps.map((step) => (
          <OneStep key={step.id} step={step} />
        ))}
      </ol>
    </section>
  );
}
