import { App, Button, Flex, Popconfirm, Tag, Tooltip } from "antd";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { LevelTag } from "../../ui/levels/LevelTag";
import { levelTexts } from "../../ui/levels/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { type Line, type Review, useConfirm, useTake } from "./api";
import { reviewTexts } from "./locale";

const COLOURS: Record<Line["state"], string> = {
  open: "default",
  confirmed: "success",
  taken: "processing",
  gone: "default",
  lapsed: "warning",
  removed: "error",
  suspended: "error",
  kept: "error",
};

export function Person({ line }: { line: Line }) {
  return (
    <>
      {line.person.name} <span className="muted">{line.login}</span>
      <div className="muted small">{line.department}</div>
    </>
  );
}

/** What a line is about, in words: the role, or the clearance. */
export function useHeld(): (line: Line) => string {
  const t = useTexts(reviewTexts);
  const l = useTexts(levelTexts);
  return (line) =>
    line.clearance > 0 ? t.clearanceOf(l.names[line.clearance]) : (line.role ?? t.noRole);
}

/** The role with the rights that matter, which open on a press; or the clearance. */
export function Role({ line }: { line: Line }) {
  const t = useTexts(reviewTexts);
  const l = useTexts(levelTexts);
  if (line.clearance > 0) {
    return (
      <>
        {l.clearance} <LevelTag level={line.clearance} />
        <div className="muted small">{t.clearanceMeans}</div>
      </>
    );
  }
  if (line.role === null) return <Tag>{t.noRole}</Tag>;
  return (
    <>
      {line.role} <span className="muted small">{t.scopes[line.scope]}</span>
      {line.rights.length === 0 ? (
        <div className="muted small">{t.noRights}</div>
      ) : (
        <details className="small">
          <summary>{t.rights(line.rights.length)}</summary>
          <ul className="reviews-rights">
            {line.rights.map(({ code, text }) => (
              <li key={code}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** When they were last here, in one line for a phone. */
export function Times({ line }: { line: Line }) {
  const t = useTexts(reviewTexts);
  return (
    <div className="muted small">
      {t.signIn} {line.last_sign_in ? <RelativeTime at={line.last_sign_in} /> : t.unknown}
      {" · "}
      {t.use} {line.last_use ? <RelativeTime at={line.last_use} /> : t.unknown}
    </div>
  );
}

export function Outcome({ line }: { line: Line }) {
  const t = useTexts(reviewTexts);
  const who = line.decided_by?.name;
  return (
    <div>
      <Tag color={COLOURS[line.state]}>{t.states[line.state]}</Tag>
      {line.why && <div className="small">{t.kept[line.why] ?? line.why}</div>}
      {line.decided_at && (
        <div className="muted small">
          {[who, exactTime(line.decided_at)].filter(Boolean).join(" · ")}
        </div>
      )}
    </div>
  );
}

/** Confirm or take away; nothing for whoever may not, and a word for whom it is about. */
export function Deeds({ review, line }: { review: Review; line: Line }) {
  const t = useTexts(reviewTexts);
  const { message } = App.useApp();
  const confirm = useConfirm(review.id);
  const take = useTake();
  const role = useHeld()(line);
  const said = (text: string) => ({
    onSuccess: () => void message.success(text),
    onError: (error: unknown) => void message.error(errorText(error)),
  });
  if (line.own && line.state === "open") return <div className="muted small">{t.own}</div>;
  if (!line.may_confirm) return null;
  return (
    <Flex gap={4} wrap className="reviews-deeds">
      <Tooltip title={t.confirmOf(line.person.name, role)}>
        <Button
          size="small"
          aria-label={t.confirmOf(line.person.name, role)}
          loading={confirm.isPending}
          onClick={() => confirm.mutate([line.id], said(t.confirmed))}
        >
          {t.confirm}
        </Button>
      </Tooltip>
      {line.may_take && (
        <Popconfirm
          title={
            line.role === null && line.clearance === 0
              ? t.disableSure(line.person.name)
              : t.takeSure(line.person.name, role)
          }
          okText={t.take}
          cancelText={t.cancel}
          onConfirm={() => take.mutate(line.id, said(t.taken))}
        >
          <Button
            size="small"
            danger
            aria-label={t.takeOf(line.person.name, role)}
            loading={take.isPending}
          >
            {t.take}
          </Button>
        </Popconfirm>
      )}
    </Flex>
  );
}
