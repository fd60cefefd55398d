import { App } from "antd";
import { type ReactNode, useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Listed, type Opportunity, type Stage, useEnd, useMove } from "./api";
import { LoseDialog } from "./LoseDialog";
import { dealTexts } from "./locale";
import { stageName, titleOf } from "./words";

export type Deeds<C extends Opportunity = Opportunity> = {
  move: (card: C, stage: Stage) => void;
  win: (card: C) => void;
  lose: (card: C) => void;
  reopen: (card: C) => void;
};

/** What one does with opportunities, each with its answer; the dialog stands where the page puts it. */
export function useDeeds<C extends Opportunity>(): { deeds: Deeds<C>; dialog: ReactNode } {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const { message } = App.useApp();
  const moving = useMove();
  const ending = useEnd();
  const [losing, setLosing] = useState<C | null>(null);
  const onError = (error: unknown) => void message.error(errorText(error));
  const deeds: Deeds<C> = {
    move: (card, stage) => {
      const name = titleOf(card, t.unreadable);
      moving.mutate(
        { card: card as unknown as Listed, stageId: stage.id },
        { onError, onSuccess: () => message.success(t.moved(name, stageName(stage, language))) },
      );
    },
    win: (card) =>
      ending.mutate({ card, how: "win" }, { onError, onSuccess: () => message.success(t.won) }),
    lose: setLosing,
    reopen: (card) =>
      ending.mutate(
        { card, how: "reopen" },
        { onError, onSuccess: () => message.success(t.reopened) },
      ),
  };
  const dialog = losing && (
    <LoseDialog
      name={titleOf(losing, t.unreadable)}
      busy={ending.isPending}
      onClose={() => setLosing(null)}
      onLose={(lost) =>
        ending.mutate(
          { card: losing, how: "lose", lost },
          {
            onError,
            onSuccess: () => {
              setLosing(null);
              message.success(t.lost);
            },
          },
        )
      }
    />
  );
  return { deeds, dialog };
}
