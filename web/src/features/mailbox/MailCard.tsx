import { App, Button, Flex, Popconfirm, Tag } from "antd";
import { useContext, useState } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { AssignDialog } from "./AssignDialog";
import { type Mail, useAssign, useDiscard } from "./api";
import { mailTexts } from "./locale";
import { NewcomerSlot } from "./slots";

const SHORT = 160;
const DAY = 86_400_000;

type Party = Mail["sender"];
const called = ({ name, address }: Party) => (name ? `${name} <${address}>` : address);
const daysLeft = (at: string) => Math.floor((Date.parse(at) - Date.now()) / DAY);

/** Gives mails to customers and says so. */
function useGiving(mail: Mail) {
  const t = useTexts(mailTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const assign = useAssign();
  const give = (customer: string, done?: () => void) =>
    assign.mutate(
      { mail: mail.id, customer },
      {
        onSuccess: () => {
          message.success(
            <>
              {t.assigned}
              <Button type="link" size="small" onClick={() => navigate(`/customers/${customer}`)}>
                {t.look}
              </Button>
            </>,
          );
          done?.();
        },
        onError: (error) => void message.error(errorText(error)),
      },
    );
  return { give, pending: assign.isPending };
}

/** One mail: why it waits, what it says, and what to do about it. */
export function MailCard({ mail }: { mail: Mail }) {
  const t = useTexts(mailTexts);
  const subject = mail.subject || t.noSubject;
  return (
    <article className="mail-card" aria-label={subject}>
      <Flex justify="space-between" gap={8} wrap>
        <strong className="mail-subject">{subject}</strong>
        <span className="muted small">
          <RelativeTime at={mail.at} />
          {mail.destroy_after && ` · ${t.gone(daysLeft(mail.destroy_after))}`}
        </span>
      </Flex>
      <Flex gap={8} wrap>
        {mail.reason && (
          <Tag color={mail.reason === "unverified" ? "warning" : "default"} className="mail-why">
            {t.reasons[mail.reason]}
          </Tag>
        )}
        {mail.colleague && <span className="muted small">{t.of(mail.colleague.name)}</span>}
      </Flex>
      <dl className="mail-head">
        <dt>{t.from}</dt>
        <dd>{mail.sender.address ? called(mail.sender) : "–"}</dd>
        <dt>{t.to}</dt>
        <dd>{mail.receivers.map(called).join(", ") || "–"}</dd>
        {mail.files.length > 0 && (
          <>
            <dt>{t.files}</dt>
            <dd>
              {mail.files.join(", ")} <span className="muted">{t.filesHint}</span>
            </dd>
          </>
        )}
      </dl>
      <Words mail={mail} />
      <Doing mail={mail} />
    </article>
  );
}

function Words({ mail }: { mail: Mail }) {
  const t = useTexts(mailTexts);
  const [open, setOpen] = useState(false);
  const long = mail.text.length > SHORT;
  if (!mail.text) return null;
  return (
    <>
      <p className="mail-text">{open || !long ? mail.text : `${mail.text.slice(0, SHORT)}…`}</p>
      {open && !mail.whole && <p className="muted small">{t.cut}</p>}
      {long && (
        <Button type="link" size="small" className="flush" onClick={() => setOpen(!open)}>
          {open ? t.close : t.open}
        </Button>
      )}
    </>
  );
}

function Doing({ mail }: { mail: Mail }) {
  const t = useTexts(mailTexts);
  const { message } = App.useApp();
  const [picking, setPicking] = useState(false);
  const { give, pending } = useGiving(mail);
  const discard = useDiscard();
  const begin = useContext(NewcomerSlot);
  const creates = useCan()(RIGHTS.create) && begin !== null;
  const [first] = mail.offered;
  return (
    <Flex gap={8} wrap className="mail-doing">
      {mail.offered.map((each) => (
        <Button
          key={each.id}
          type={each === first ? "primary" : "default"}
          size="small"
          loading={pending}
          onClick={() => give(each.id)}
        >
          {t.assignTo(each.name || each.number)}
        </Button>
      ))}
      <Button size="small" type={first ? "default" : "primary"} onClick={() => setPicking(true)}>
        {t.assign}
      </Button>
      {creates && (
        <Button
          size="small"
          onClick={() =>
            begin({
              name: mail.sender.name,
              email: mail.sender.address,
              onCreated: (id) => give(id),
            })
          }
        >
          {t.create}
        </Button>
      )}
      <Popconfirm
        title={t.discardSure}
        okText={t.discard}
        cancelText={t.keep}
        onConfirm={() =>
          discard.mutate(mail.id, {
            onSuccess: () => void message.success(t.discarded),
            onError: (error) => void message.error(errorText(error)),
          })
        }
      >
        <Button size="small" type="text" loading={discard.isPending}>
          {t.discard}
        </Button>
      </Popconfirm>
      {picking && (
        <AssignDialog
          pending={pending}
          onClose={() => setPicking(false)}
          onPick={(id) => give(id, () => setPicking(false))}
        />
      )}
    </Flex>
  );
}
