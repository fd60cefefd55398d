import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useRef, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { dismiss, duplicateKeys, merge, takeBack, undoMerge } from "./api";
import { keepFocus } from "./focus";
import { locale } from "./locale";
import { type Done, decide, forgetSkipped, fresh, reopen, type Session, skip } from "./session";
import type { Decided, Group, Merge } from "./types";
import { nameOf } from "./words";

const TOAST_SECONDS = 8;
// One at a time: its button takes back the newest decision, and must not stand beside the words of an older one.
const TOAST = "decision";

/** Who undoes a decision must wait until it was made. */
type Kept = Done & { made: Promise<Decided> };

export type Decisions = {
  session: Session;
  /** True when nothing of the group is left to decide, unless the server says otherwise. */
  merge: (group: Group, body: Merge) => boolean;
  dismiss: (group: Group, members: string[]) => boolean;
  skip: (id: string) => void;
  again: () => void;
  undo: () => void;
};

/**
 * Decides at once on the screen and then at the server: the next group does not wait. A refusal brings the group back and
 * says why. `onReturn` shows a group that came back.
 */
export function useDecisions(onReturn: (id: string) => void): Decisions {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [session, setSession] = useState<Session>(fresh);
  const stack = useRef<Kept[]>([]);

  const refresh = (id: string) => {
    void queries.invalidateQueries({ queryKey: duplicateKeys.group(id) });
    void queries.invalidateQueries({ queryKey: duplicateKeys.queues() });
    void queries.invalidateQueries({ queryKey: duplicateKeys.count() });
    // Lists, pages and figures of the customers are old now; nobody looks at them here.
    void queries.invalidateQueries({ refetchType: "none" });
  };
  const bringBack = (id: string) => {
    // Undoing changes versions: what one chose on the old picture would be gone a moment later.
    void queries.resetQueries({ queryKey: duplicateKeys.group(id) });
    setSession((now) => reopen(now, id));
    refresh(id);
  };

  const undo = () => {
    const last = stack.current.pop();
    if (!last) {
      void message.info(t.nothingToUndo);
      return;
    }
    const { row, what, made } = last;
    made
      .then(() => (what === "merged" ? undoMerge(row.id) : takeBack(row.id, last.pairs)))
      .then(() => {
        bringBack(row.id);
        onReturn(row.id);
        message.open({ key: TOAST, type: "success", content: t.undoneToast(nameOf(row, t)) });
      })
      .catch((error: unknown) => message.error(errorText(error)));
  };

  const toast = (text: string) =>
    message.open({
      key: TOAST,
      type: "success",
      duration: TOAST_SECONDS,
      content: (
        <span className="dup-toast">
          {text}
          <Button type="link" size="small" onClick={undo} {...keepFocus}>
            {t.undo} <kbd>u</kbd>
          </Button>
        </span>
      ),
    });

  const carryOut = (
    group: Group,
    what: Done["what"],
    whole: boolean,
    made: Promise<Decided>,
  ): boolean => {
    const kept: Kept = { row: group, what, pairs: [], made };
    const name = nameOf(group, t);
    if (whole) setSession((now) => decide(now, group.id));
    stack.current.push(kept);
    toast(what === "merged" ? t.mergedToast(name) : t.dismissedToast(name));
    made
      .then((answer) => {
        kept.pairs = answer.pairs;
        if (!answer.open) setSession((now) => decide(now, group.id));
        refresh(group.id);
      })
      .catch((error: unknown) => {
        stack.current = stack.current.filter((each) => each !== kept);
        bringBack(group.id);
        const why = t.failedToast(name, errorText(error));
        message.open({ key: group.id, type: "error", duration: TOAST_SECONDS, content: why });
        onReturn(group.id);
      });
    return whole;
  };

  return {
    session,
    merge: (group, body) => {
      const whole = body.loser_ids.length + 1 === group.members.length;
      return carryOut(group, "merged", whole, merge(group.id, body));
    },
    dismiss: (group, members) =>
      carryOut(group, "dismissed", members.length === 0, dismiss(group.id, members)),
    skip: (id) => setSession((now) => skip(now, id)),
    again: () => setSession(forgetSkipped),
    undo,
  };
}
