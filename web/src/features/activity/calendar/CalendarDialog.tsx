import { Alert, App, Button, Flex, Modal, Radio, Typography } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { useCalendarLink, useShowMore, useSubscribe, useUnsubscribe } from "./api";
import { calendarTexts } from "./locale";

function Address({ address }: { address: string }) {
  const t = useTexts(calendarTexts);
  const whole = new URL(address, window.location.origin).href;
  return (
    <>
      <Alert type="warning" showIcon title={t.once} />
      <Typography.Paragraph
        className="secret calendar-address"
        code
        copyable={{ text: whole, tooltips: [t.copy, false] }}
      >
        {whole}
      </Typography.Paragraph>
      <p className="muted">{t.how}</p>
    </>
  );
}

type ShowsProps = { detailed: boolean; onChange: (detailed: boolean) => void };

function Shows({ detailed, onChange }: ShowsProps) {
  const t = useTexts(calendarTexts);
  return (
    <>
      <Radio.Group
        vertical
        aria-label={t.shows}
        value={detailed}
        onChange={(event) => onChange(event.target.value as boolean)}
        options={[
          { value: false, label: t.busy },
          { value: true, label: t.detailed },
        ]}
      />
      <p className="muted small">{detailed ? t.detailedHint : t.busyHint}</p>
    </>
  );
}

type ActiveProps = { lastUsed: string | null; detailed: boolean; onRenew: () => void };

function Active({ lastUsed, detailed, onRenew }: ActiveProps) {
  const t = useTexts(calendarTexts);
  const { message, modal } = App.useApp();
  const end = useUnsubscribe();
  const show = useShowMore();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (
    <>
      <p>
        {t.active} ·{" "}
        <span className="muted">
          {lastUsed ? (
            <>
              {t.lastUsed} <RelativeTime at={lastUsed} />
            </>
          ) : (
            t.neverUsed
          )}
        </span>
      </p>
      <Shows detailed={detailed} onChange={(value) => show.mutate(value, { onError: failed })} />
      <Flex gap="small">
        <Button
          onClick={() => modal.confirm({ title: t.renewSure, okText: t.renew, onOk: onRenew })}
        >
          {t.renew}
        </Button>
        <Button
          danger
          onClick={() =>
            modal.confirm({
              title: t.revokeSure,
              okText: t.revoke,
              okButtonProps: { danger: true },
              onOk: () => end.mutateAsync().catch(failed),
            })
          }
        >
          {t.revoke}
        </Button>
      </Flex>
    </>
  );
}

/** The private address by which one's calendar reads one's follow-ups: made, shown once, renewed, stopped. */
export function CalendarDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(calendarTexts);
  const { close } = useTexts(common);
  const link = useCalendarLink();
  const make = useSubscribe();
  const [detailed, setDetailed] = useState(false);
  return (
    <Modal
      open
      title={make.data ? t.addressTitle : t.title}
      mask={{ closable: !make.data }}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{close}</Button>}
    >
      {make.data ? (
        <Address address={make.data.address} />
      ) : (
        <>
          <p>{t.hint}</p>
          <QueryState query={link}>
            {(own) =>
              own.active ? (
                <Active
                  lastUsed={own.last_used_at ?? null}
                  detailed={own.detailed ?? false}
                  onRenew={() => make.mutate(own.detailed ?? false)}
                />
              ) : (
                <>
                  <Shows detailed={detailed} onChange={setDetailed} />
                  <Button
                    type="primary"
                    loading={make.isPending}
                    onClick={() => make.mutate(detailed)}
                  >
                    {t.make}
                  </Button>
                </>
              )
            }
          </QueryState>
          {make.error && <Alert type="error" showIcon title={errorText(make.error)} />}
        </>
      )}
    </Modal>
  );
}

/** Opens the dialog. */
export function CalendarButton() {
  const t = useTexts(calendarTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.button}</Button>
      {open && <CalendarDialog onClose={() => setOpen(false)} />}
    </>
  );
}
