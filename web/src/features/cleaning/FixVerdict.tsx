import { Alert, App, Button, Flex, Popconfirm } from "antd";
import { useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { type FixStep, useFixStep } from "./api";
import { locale } from "./locale";
import type { Fix } from "./types";
import { Working } from "./Working";

function useSteps(fix: Fix) {
  const { message } = App.useApp();
  const step = useFixStep(fix.id);
  const take = (name: FixStep, onSuccess?: () => void) =>
    step.mutate(name, { onSuccess, onError: (error) => void message.error(errorText(error)) });
  return { busy: step.isPending, taken: step.variables, take };
}

/** The server works: how far, and the way to stop. */
export function FixBusy({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  const { busy, take } = useSteps(fix);
  const words = {
    previewing: { title: t.previewing, hint: t.stopPreviewHint },
    applying: { title: t.applying, hint: t.stopHint },
    undoing: { title: t.undoing, hint: t.stopUndoHint },
  };
  const { title, hint } = words[fix.state as keyof typeof words];
  return (
    <Working
      title={title}
      done={fix.done}
      total={fix.total}
      stopping={busy}
      sure={{ title: t.stopSure, hint }}
      onStop={() => take("cancel")}
    />
  );
}

/** What it comes to, in a sentence, and what to do next. */
export function FixVerdict({ fix }: { fix: Fix }) {
  const said = useSaid(fix);
  return (
    <section className="clean-verdict" aria-live="polite">
      <Alert showIcon type={said.type} title={said.title} description={said.hint} />
      <Actions fix={fix} />
    </section>
  );
}

type Said = { type: "success" | "info" | "warning" | "error"; title: string; hint?: string };

function useSaid(fix: Fix): Said {
  const t = useTexts(locale);
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const also = (title: string, count: number, words: (count: string) => string) =>
    count > 0 ? `${title} · ${words(n(count))}` : title;
  if (fix.state === "ready" && fix.will_change === 0) {
    return { type: "warning", title: t.nothingToChange, hint: t.nothingToChangeHint };
  }
  if (fix.state === "ready") {
    const title = also(t.willChange(n(fix.will_change)), fix.left_out, t.willLeave);
    return { type: "info", title, hint: t.readyHint };
  }
  if (fix.state === "applied") {
    const title = also(t.applied(n(fix.changed)), fix.skipped, t.andSkipped);
    return { type: "success", title, ...(fix.changed > 0 ? { hint: t.appliedHint } : {}) };
  }
  if (fix.state === "undone") {
    return { type: "success", title: also(t.undone(n(fix.undone)), fix.kept, t.andKept) };
  }
  if (fix.state === "discarded") return { type: "info", title: t.discarded };
  if (fix.state === "cancelled" && fix.changed === 0)
    return { type: "info", title: t.stoppedBefore };
  if (fix.state === "cancelled") {
    return { type: "info", title: t.stopped(n(fix.changed)), hint: t.stoppedHint };
  }
  const hint = fix.changed > 0 ? t.failedHint(n(fix.changed)) : t.failedNothing;
  return { type: "error", title: t.failed, hint };
}

/** At most one of them is the thing to do next. */
function Actions({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const navigate = useNavigate();
  const { busy, taken, take } = useSteps(fix);
  const n = (value: number) => formatNumber(value, language);
  const back = `/quality/cleaning?field=${encodeURIComponent(fix.field)}`;
  const ready = fix.state === "ready";
  if (!ready && !fix.can_apply && !fix.can_undo) return null;
  return (
    <Flex gap={8} wrap className="clean-actions">
      {fix.can_apply && fix.will_change > 0 && (
        <Button
          type="primary"
          loading={busy && taken === "apply"}
          disabled={busy}
          onClick={() => take("apply")}
        >
          {ready ? t.apply(n(fix.will_change)) : t.goOn(n(fix.will_change))}
        </Button>
      )}
      {fix.can_undo && (
        <Popconfirm
          title={t.undoSure}
          description={<div className="clean-sure">{t.undoHint(n(fix.changed + fix.kept))}</div>}
          okText={t.undo}
          onConfirm={() => take("undo")}
        >
          <Button loading={busy && taken === "undo"} disabled={busy}>
            {fix.kept > 0 ? t.undoRest(n(fix.changed + fix.kept)) : t.undo}
          </Button>
        </Popconfirm>
      )}
      {ready && (
        <Button
          loading={busy && taken === "discard"}
          disabled={busy}
          onClick={() => take("discard", () => navigate(back))}
        >
          {t.discard}
        </Button>
      )}
    </Flex>
  );
}
