import { Alert, App, Button, Flex, Popconfirm } from "antd";
import { useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { type FixStep, useFixStep } from "./api";
import { locale } from "./locale";
import type { Fix } from "./types";
import { saidOf } from "./verdict";
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
  const t = useTexts(locale);
  const language = useLanguage();
  const said = saidOf(fix, t, (value) => formatNumber(value, language));
  return (
    <section className="clean-verdict" aria-live="polite">
      <Alert showIcon type={said.type} title={said.title} description={said.hint} />
      <Actions fix={fix} />
    </section>
  );
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
