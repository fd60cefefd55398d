import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import type { Opportunity, Stage } from "./api";
import { dealTexts } from "./locale";
import type { Deeds } from "./useDeeds";
import { stageName, titleOf } from "./words";

type Props<C extends Opportunity> = { card: C; stages: readonly Stage[]; deeds: Deeds<C> };

/** What can be done with an opportunity, without a pointer: move, win, lose, reopen. */
export function CardMenu<C extends Opportunity>({ card, stages, deeds }: Props<C>) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const targets = stages.filter((stage) => !stage.retired && stage.id !== card.stage_id);
  const open = [
    {
      key: "move",
      type: "group" as const,
      label: t.moveTo,
      children: targets.map((stage) => ({ key: stage.id, label: stageName(stage, language) })),
    },
    { type: "divider" as const },
    { key: "win", label: t.win },
    { key: "lose", label: t.lose },
  ];
  const run = (key: string) => {
    if (key === "win") deeds.win(card);
    else if (key === "lose") deeds.lose(card);
    else if (key === "reopen") deeds.reopen(card);
    else {
      const stage = targets.find((each) => each.id === key);
      if (stage) deeds.move(card, stage);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{
        items: card.state === "open" ? open : [{ key: "reopen", label: t.reopen }],
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation();
          run(key);
        },
      }}
    >
      <Button
        type="text"
        size="small"
        className="deal-menu"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t.menuOf(titleOf(card, t.unreadable))}
      />
    </Dropdown>
  );
}
