import { App, Button, Modal, Space } from "antd";
import { useState } from "react";
import { isApiError } from "../../api/errors";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { type Move, useDocument, useMove } from "./api";
import { documentTexts } from "./locale";
import { Preview } from "./Preview";
import { FILE, MANAGE } from "./rights";
import type { WholeDoc } from "./types";
import { Versions } from "./Versions";
import { WordsEditor } from "./WordsEditor";
import "./documents.css";

type MovesProps = { document: WholeDoc; onClose: () => void };

function Moves({ document, onClose }: MovesProps) {
  const t = useTexts(documentTexts);
  const { message, modal } = App.useApp();
  const manages = useCan()(MANAGE);
  const moving = useMove(document.customer_id);
  const done = { trash: t.removed, restore: t.restored, destroy: t.destroyed };
  const move = (how: Move) =>
    moving.mutate(
      { id: document.id, version: document.version, how },
      {
        onSuccess: () => {
          void message.success(done[how]);
          onClose();
        },
        onError: (error) =>
          message.error(isApiError(error) && error.code === "stale" ? t.stale : errorText(error)),
      },
    );
  const destroy = () =>
    modal.confirm({
      title: t.destroySure,
      okText: t.destroy,
      okButtonProps: { danger: true },
      onOk: () => move("destroy"),
    });
  if (!document.trashed) return <Button onClick={() => move("trash")}>{t.remove}</Button>;
  return (
    <Space>
      <Button type="primary" onClick={() => move("restore")}>
        {t.restore}
      </Button>
      {manages && (
        <Button danger onClick={destroy}>
          {t.destroy}
        </Button>
      )}
    </Space>
  );
}

function Whole({ document, onClose }: MovesProps) {
  const can = useCan();
  const [chosen, setChosen] = useState<number | null>(null);
  const newest = document.versions[0];
  const shown = document.versions.find((each) => each.number === chosen) ?? newest;
  const changeable = document.editable && can(FILE) && (document.mine || can(MANAGE));
  const editable = changeable && !document.trashed;
  return (
    <div className="document-whole">
      <div className="document-view">{shown && <Preview id={document.id} version={shown} />}</div>
      <div className="document-side">
        <WordsEditor document={document} editable={editable} />
        <Versions
          document={document}
          chosen={shown?.number ?? 0}
          editable={editable}
          onChoose={setChosen}
        />
        {changeable && <Moves document={document} onClose={onClose} />}
      </div>
    </div>
  );
}

type Props = { id: string; title: string; onClose: () => void };

/** One document: a look into it, what it is said to be, its versions. */
export function DocumentDialog({ id, title, onClose }: Props) {
  const query = useDocument(id);
  return (
    <Modal
      open
      width="min(1080px, 96vw)"
      title={query.data?.title ?? title}
      footer={null}
      onCancel={onClose}
    >
      <QueryState query={query}>
        {(document) => <Whole document={document} onClose={onClose} />}
      </QueryState>
    </Modal>
  );
}
