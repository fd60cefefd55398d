import { App, Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { AnswerDialog } from "./AnswerDialog";
import { type MoveName, type Opened, useMove, useTake } from "./api";
import { CorrectDialog } from "./CorrectDialog";
import { type Deed, deedsOf } from "./deeds";
import { HandOverDialog } from "./HandOverDialog";
import { serviceTexts } from "./locale";
import { MoveDialog } from "./MoveDialog";
import { RateDialog } from "./RateDialog";

type Opens = Exclude<Deed, "take" | "resume">;

function Dialogs({ row, open, onClose }: { row: Opened; open: Opens; onClose: () => void }) {
  switch (open) {
    case "answer":
      return <AnswerDialog row={row} onClose={onClose} />;
    case "handOver":
      return <HandOverDialog row={row} onClose={onClose} />;
    case "correct":
      return <CorrectDialog row={row} onClose={onClose} />;
    case "rate":
      return <RateDialog row={row} onClose={onClose} />;
    default:
      return <MoveDialog row={row} move={open} onClose={onClose} />;
  }
}

function useNames(row: Opened): (deed: Deed) => string {
  const t = useTexts(serviceTexts);
  const c = useTexts(common);
  const others = {
    take: row.mine ? t.begin : t.take,
    answer: t.answer,
    handOver: t.handOver,
    correct: c.edit,
    rate: t.rate,
  };
  return (deed) =>
    deed in others ? others[deed as keyof typeof others] : t.moves[deed as MoveName];
}

/** What can be done with a case as it stands, the usual next thing first. */
export function CaseActions({ row }: { row: Opened }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [opened, setOpened] = useState<Opens | null>(null);
  const taking = useTake(row);
  const moving = useMove(row);
  const nameOf = useNames(row);
  const deeds = deedsOf(row);
  const onError = (error: unknown) => void message.error(errorText(error));
  const run = (deed: Deed) => {
    if (deed === "take") {
      taking.mutate(undefined, { onError, onSuccess: () => message.success(t.taken) });
    } else if (deed === "resume") {
      const onSuccess = () => message.success(t.moved.resume);
      moving.mutate({ move: deed }, { onError, onSuccess });
    } else setOpened(deed);
  };
  if (deeds.all.length === 0) return null;
  return (
    <section className="case-actions" aria-label={t.actions}>
      {deeds.all.map((deed) => (
        <Button
          key={deed}
          type={deed === deeds.primary ? "primary" : "default"}
          disabled={taking.isPending || moving.isPending}
          onClick={() => run(deed)}
        >
          {nameOf(deed)}
        </Button>
      ))}
      {opened && <Dialogs row={row} open={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
