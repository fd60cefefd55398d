import { App, Button, Flex, Skeleton } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { type KeyBinding, useKeys } from "../../lib/keyboard";
import { usePhone } from "../../lib/media";
import { Compare } from "./Compare";
import { keepFocus } from "./focus";
import { locale } from "./locale";
import { MemberCards } from "./MemberCards";
import { Verdict } from "./Reasons";
import type { Group } from "./types";
import type { Decisions } from "./useDecisions";
import { asMerge, choosable, losers, reduce, type Step, start, undecided } from "./workbench";

type Props = {
  group: Group;
  decisions: Decisions;
  onDone: () => void;
  onSkip: () => void;
  onPrevious: () => void;
};

const MOST_BY_KEY = 9;

/** One group: look, choose, decide. */
export function Workbench({ group, decisions, onDone, onSkip, onPrevious }: Props) {
  const t = useTexts(locale);
  const can = useCan();
  const phone = usePhone();
  const { message } = App.useApp();
  const [bench, setBench] = useState(() => start(group));
  const step = (next: Step) => setBench((now) => reduce(group, now, next));
  const others = losers(group, bench);
  const mayMerge = can(RIGHTS.merge);

  const merge = () => {
    if (!mayMerge) return;
    const open = undecided(group, bench);
    if (open.length > 0) {
      step({ do: "go", row: choosable(group).findIndex((each) => each.code === open[0]?.code) });
      void message.warning(t.chooseFirst(open.map((each) => each.label).join(t.comma)));
      return;
    }
    if (others.length === 0) {
      void message.warning(t.nobodyToMerge);
      return;
    }
    if (decisions.merge(group, asMerge(group, bench))) onDone();
  };
  const dismiss = (members: string[]) => {
    if (decisions.dismiss(group, members)) onDone();
  };
  const notThis = (member: string) => dismiss(group.members.length > 2 ? [member] : []);
  const under = group.members[bench.column];
  const key = (keys: string, label: string, run: () => void): KeyBinding => ({
    keys,
    label,
    run,
    group: t.keys,
  });
  useKeys([
    ...(mayMerge ? [key("Enter", t.keyMerge, merge), key("m", t.keyMerge, merge)] : []),
    key("x", t.keyDismiss, () => dismiss([])),
    key("X", t.keyDismissOne, () => under && notThis(under.id)),
    key("s", t.keySkip, onSkip),
    key("j", t.keySkip, onSkip),
    key("k", t.keyPrevious, onPrevious),
    ...group.members
      .slice(0, MOST_BY_KEY)
      .map((each, at) =>
        key(`${at + 1}`, t.keySurvivor(at + 1), () => step({ do: "survive", member: each.id })),
      ),
    key("ArrowUp", t.keyMove, () => step({ do: "move", rows: -1, columns: 0 })),
    key("ArrowDown", t.keyMove, () => step({ do: "move", rows: 1, columns: 0 })),
    key("ArrowLeft", t.keyMoveAcross, () => step({ do: "move", rows: 0, columns: -1 })),
    key("ArrowRight", t.keyMoveAcross, () => step({ do: "move", rows: 0, columns: 1 })),
    key(" ", t.keyChoose, () => step({ do: "choose-here" })),
  ]);

  const touch = { group, bench, step, onNotThis: notThis };
  const hint = (text: string) => !phone && <kbd>{text}</kbd>;
  return (
    <>
      <Verdict group={group} />
      {phone ? <MemberCards {...touch} /> : <Compare {...touch} />}
      <Flex className="dup-actions" gap={8} wrap={!phone}>
        {mayMerge && (
          <Button type="primary" disabled={others.length === 0} onClick={merge} {...keepFocus}>
            {group.members.length > 2 ? t.mergeSome(others.length + 1) : t.merge} {hint("↵")}
          </Button>
        )}
        <Button onClick={() => dismiss([])} {...keepFocus}>
          {t.dismiss} {hint("x")}
        </Button>
        <Button onClick={onSkip} {...keepFocus}>
          {t.skip} {hint("s")}
        </Button>
        <Button type="text" onClick={onPrevious} {...keepFocus}>
          {t.previous} {hint("k")}
        </Button>
        <Button type="text" onClick={decisions.undo} {...keepFocus}>
          {t.undo} {hint("u")}
        </Button>
      </Flex>
    </>
  );
}

/** What a group looks like before it is there. */
export function WorkbenchSkeleton() {
  return <Skeleton active paragraph={{ rows: 8 }} />;
}
