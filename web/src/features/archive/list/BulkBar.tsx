import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useGroups, useTags, withPaths } from "../../../api/directory";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { mergeUrl } from "../../../lib/mergeUrl";
import { CheckList } from "../../../ui/CheckList";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { PersonSelect } from "../../../ui/PersonSelect";
import { useBulk } from "../api";
import type { BulkAction, BulkAnswer } from "../types";
import { listTexts } from "./locale";

type Asking = "tag" | "untag" | "assign" | "group";

function useRunBulk(ids: string[], onDone: () => void) {
  const t = useTexts(listTexts);
  const { message, notification } = App.useApp();
  const bulk = useBulk();
  const report = ({ done, refused }: BulkAnswer) => {
    onDone();
    if (refused.length === 0) return message.success(t.bulkDone(done));
    const reasons = [...new Set(refused.map((each) => each.reason))];
    return notification.warning({
      title: t.bulkDone(done),
      description: `${t.bulkRefused(refused.length)} ${reasons.join("；")}`,
    });
  };
  const run = (action: BulkAction, value?: string | string[]) =>
    bulk.mutate(
      { ids, action, ...(value === undefined ? {} : { value }) },
      { onSuccess: report, onError: (error) => message.error(errorText(error)) },
    );
  return { run, pending: bulk.isPending };
}

function ValueDialog(props: {
  asking: Asking;
  onRun: (value: string | string[]) => void;
  onClose: () => void;
}) {
  const t = useTexts(listTexts);
  const { confirm, cancel, pickTags, pickGroups } = useTexts(common);
  const { asking } = props;
  const [value, setValue] = useState<string | string[]>(asking === "assign" ? "" : []);
  const tags = useTags(asking === "tag" || asking === "untag");
  const groups = useGroups(asking === "group");
  const label = asking === "assign" ? t.assignTo : asking === "group" ? pickGroups : pickTags;
  const choices = asking === "group" ? withPaths(groups.data ?? []) : (tags.data ?? []);
  return (
    <Modal
      open
      title={t[asking]}
      okText={confirm}
      cancelText={cancel}
      okButtonProps={{ disabled: value.length === 0 }}
      onOk={() => props.onRun(value)}
      onCancel={props.onClose}
    >
      {asking === "assign" ? (
        <PersonSelect
          autoFocus
          aria-label={label}
          value={typeof value === "string" ? value : null}
          onChange={(id) => setValue(id ?? "")}
        />
      ) : (
        <CheckList
          autoFocus
          label={label}
          options={choices.map(({ id, name }) => ({ value: id, label: name }))}
          value={[value].flat()}
          onChange={setValue}
        />
      )}
    </Modal>
  );
}

/** What can be done to the selected customers at once. */
export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const t = useTexts(listTexts);
  const can = useCan();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { run, pending } = useRunBulk(ids, onDone);
  const offered: [Asking, string][] = [
    ["tag", RIGHTS.edit],
    ["untag", RIGHTS.edit],
    ["group", RIGHTS.edit],
    ["assign", RIGHTS.assign],
  ];
  const trash = () =>
    modal.confirm({ title: t.trashSure(ids.length), okText: t.trash, onOk: () => run("trash") });
  return (
    <section className="bulk" aria-label={t.selected(ids.length)}>
      <strong>{t.selected(ids.length)}</strong>
      {offered
        .filter(([, right]) => can(right))
        .map(([action]) => (
          <Button key={action} disabled={pending} onClick={() => setAsking(action)}>
            {t[action]}
          </Button>
        ))}
      {can(RIGHTS.merge) && (
        <Button disabled={pending || ids.length < 2} onClick={() => navigate(mergeUrl(ids))}>
          {t.merge}
        </Button>
      )}
      {can(RIGHTS.trash) && (
        <Button danger disabled={pending} onClick={trash}>
          {t.trash}
        </Button>
      )}
      <Button type="link" onClick={onDone}>
        {t.clearSelection}
      </Button>
      {asking && (
        <ValueDialog
          asking={asking}
          onClose={() => setAsking(null)}
          onRun={(value) => {
            setAsking(null);
            run(asking, value);
          }}
        />
      )}
    </section>
  );
}
