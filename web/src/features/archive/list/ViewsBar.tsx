import { MoreOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps, Tooltip } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../../api/rights";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { useChangeView, useViews } from "../api";
import type { View } from "../types";
import { fromView, type ListState, sameState } from "./filters";
import { listTexts } from "./locale";
import { ViewDialog } from "./ViewDialog";

type Props = { state: ListState; onChoose: (state: ListState) => void };

function ViewMenu({
  view,
  state,
  onRename,
}: {
  view: View;
  state: ListState;
  onRename: () => void;
}) {
  const t = useTexts(listTexts);
  const { remove } = useTexts(common);
  const { modal, message } = App.useApp();
  const change = useChangeView();
  const mayShare = useCan()(RIGHTS.shareViews);
  const options = { onError: (error: Error) => message.error(errorText(error)) };
  const items: MenuProps["items"] = [
    { key: "update", label: t.updateView, disabled: sameState(fromView(view.state), state) },
    { key: "rename", label: t.renameView },
    { key: "share", label: view.shared ? t.unshare : t.share, disabled: !mayShare },
    { type: "divider" },
    { key: "remove", label: t.removeView, danger: true },
  ];
  const onClick: MenuProps["onClick"] = ({ key }) => {
    if (key === "update") change.mutate({ id: view.id, change: { state } }, options);
    if (key === "rename") onRename();
    if (key === "share") change.mutate({ id: view.id, change: { shared: !view.shared } }, options);
    if (key === "remove") {
      modal.confirm({
        title: t.removeViewSure(view.name),
        okText: remove,
        onOk: () => change.mutateAsync({ remove: view.id }).catch(options.onError),
      });
    }
  };
  return (
    <Dropdown menu={{ items, onClick }} trigger={["click"]}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t.viewMenu(view.name)}
        loading={change.isPending}
      />
    </Dropdown>
  );
}

/** Views as a row of names: everything, mine, and what was saved; the chosen one can be changed. */
export function ViewsBar({ state, onChoose }: Props) {
  const t = useTexts(listTexts);
  const me = useMe();
  const views = useViews();
  const [chosen, setChosen] = useState<string | null>(null);
  const [dialog, setDialog] = useState<View | "new" | null>(null);
  const all = fromView({});
  const mine: ListState = {
    ...all,
    filter: [{ field: "owner", op: "eq", value: me.user.id }],
  };
  const entries = [
    { id: "all", name: t.all, state: all },
    { id: "mine", name: t.mine, state: mine },
    ...(views.data ?? []).map((view) => ({ ...view, state: fromView(view.state), view })),
  ];
  const exact = entries.find((entry) => sameState(entry.state, state));
  const current = exact ?? entries.find((entry) => entry.id === chosen);
  return (
    <nav className="views" aria-label={t.views}>
      {entries.map((entry) => {
        const here = entry === current;
        const view = "view" in entry ? entry.view : undefined;
        return (
          <span key={entry.id} className={here ? "view here" : "view"}>
            <button
              type="button"
              className="bare"
              aria-current={here ? "page" : undefined}
              onClick={() => {
                setChosen(entry.id);
                onChoose(entry.state);
              }}
            >
              {entry.name}
              {view?.shared && (
                <Tooltip title={t.sharedView}>
                  <TeamOutlined className="small muted" aria-label={t.sharedView} />
                </Tooltip>
              )}
              {here && !exact && <span className="muted small"> {t.viewChanged}</span>}
            </button>
            {here && view?.mine && (
              <ViewMenu view={view} state={state} onRename={() => setDialog(view)} />
            )}
          </span>
        );
      })}
      {!exact && (
        <Button
          type="link"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => setDialog("new")}
        >
          {t.saveView}
        </Button>
      )}
      {dialog && (
        <ViewDialog
          view={dialog === "new" ? null : dialog}
          state={state}
          onClose={() => setDialog(null)}
        />
      )}
    </nav>
  );
}
