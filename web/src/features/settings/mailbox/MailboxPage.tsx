import { Alert } from "antd";
import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Mailbox, useMailbox } from "./api";
import { mailboxTexts } from "./locale";
import { MailboxForm } from "./MailboxForm";

/** The mailbox whose mails are filed, and how it went last. */
export function MailboxPage() {
  const t = useTexts(locale);
  const m = useTexts(mailboxTexts);
  const mailbox = useMailbox();
  return (
    <>
      <SectionHead title={t.pages.mailbox} hint={m.hint} />
      <QueryState query={mailbox}>
        {(data) => (
          <>
            <Last mailbox={data} />
            <MailboxForm key={data.version} mailbox={data} />
          </>
        )}
      </QueryState>
    </>
  );
}

function Last({ mailbox }: { mailbox: Mailbox }) {
  const m = useTexts(mailboxTexts);
  if (!mailbox.active) return null;
  if (mailbox.problem) {
    return (
      <Alert
        type="error"
        showIcon
        className="settings-head"
        title={m.problems[mailbox.problem]}
        description={m.notLost}
      />
    );
  }
  if (!mailbox.checked_at) return <p className="muted">{m.never}</p>;
  return (
    <p className="muted">
      {m.last}
      <RelativeTime at={mailbox.checked_at} />
    </p>
  );
}
