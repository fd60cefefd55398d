import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Alert, App, Button, Flex, InputNumber } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { type Keyed, keyed, NamesTable } from "../NamesTable";
import { SectionHead } from "../SectionHead";
import { type Stages, useSaveStages, useStages } from "./api";
import { stageTexts } from "./locale";

type Draft = Omit<Stages["stages"][number], "id"> & { id: string | null };
type Line = Keyed<Draft>;

const BLANK: Draft = {
  id: null,
  name_zh: "",
  name_en: "",
  probability: 50,
  retired: false,
  used: false,
};

/** A list with two neighbours in each other's places. */
function swapped(lines: Line[], first: number): Line[] {
  const next = [...lines];
  const [one, other] = [lines[first], lines[first + 1]];
  if (one && other) next.splice(first, 2, other, one);
  return next;
}

function Order({
  lines,
  place,
  onChange,
}: {
  lines: Line[];
  place: number;
  onChange: (lines: Line[]) => void;
}) {
  const t = useTexts(stageTexts);
  const line = lines[place];
  if (!line) return null;
  const buttons = [
    {
      text: t.up(line.name_zh),
      icon: <ArrowUpOutlined aria-hidden />,
      off: place === 0,
      run: () => onChange(swapped(lines, place - 1)),
    },
    {
      text: t.down(line.name_zh),
      icon: <ArrowDownOutlined aria-hidden />,
      off: place === lines.length - 1,
      run: () => onChange(swapped(lines, place)),
    },
    {
      text: line.used ? t.used : t.remove(line.name_zh),
      icon: <DeleteOutlined aria-hidden />,
      off: line.used,
      run: () => onChange(lines.filter((each) => each.key !== line.key)),
    },
  ];
  return (
    <Flex>
      {buttons.map(({ text, icon, off, run }) => (
        <Button
          key={text}
          type="text"
          size="small"
          icon={icon}
          aria-label={text}
          title={text}
          disabled={off}
          onClick={run}
        />
      ))}
    </Flex>
  );
}

function Editor({ data }: { data: Stages }) {
  const t = useTexts(stageTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const save = useSaveStages();
  const [lines, setLines] = useState<Line[]>(keyed(data.stages));
  const submit = () =>
    save.mutate(
      {
        version: data.version,
        stages: lines.map(({ id, name_zh, name_en, probability, retired }) => ({
          ...(id ? { id } : {}),
          name_zh,
          name_en,
          probability,
          retired,
        })),
      },
      { onSuccess: () => message.success(c.saved) },
    );
  return (
    <>
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      <NamesTable<Draft>
        lines={lines}
        onChange={setLines}
        zh="name_zh"
        en="name_en"
        texts={{ zhOf: t.nameOf, enOf: t.enOf, add: t.add }}
        blank={BLANK}
        between={[
          {
            title: t.probability,
            key: "probability",
            render: (_, line) => (
              <InputNumber<number>
                aria-label={t.chanceOf(line.name_zh)}
                min={0}
                max={100}
                precision={0}
                value={line.probability}
                onChange={(probability) =>
                  setLines(
                    lines.map((each) =>
                      each.key === line.key ? { ...each, probability: probability ?? 0 } : each,
                    ),
                  )
                }
              />
            ),
          },
        ]}
        flag={{ field: "retired", title: t.retired, of: (line) => t.retiredOf(line.name_zh) }}
        after={[
          {
            title: t.order,
            key: "order",
            render: (_, __, place) => <Order lines={lines} place={place} onChange={setLines} />,
          },
        ]}
      >
        <Button type="primary" loading={save.isPending} onClick={submit}>
          {c.save}
        </Button>
      </NamesTable>
    </>
  );
}

/** The stages opportunities pass, in their order. */
export function StagesPage() {
  const t = useTexts(stageTexts);
  const stages = useStages();
  return (
    <>
      <SectionHead title={t.title} hint={t.hint} />
      <QueryState query={stages}>{(data) => <Editor key={data.version} data={data} />}</QueryState>
    </>
  );
}
