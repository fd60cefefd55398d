import { CheckOutlined, DownOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useNavigate } from "react-router";
import { call, client } from "../api/client";
import { queryClient } from "../api/queries";
import { useMe } from "../api/session";
import { useTexts } from "../lib/i18n";
import { usePhone } from "../lib/media";
import { type Preferences, preferences, setPreferences } from "../lib/preferences";
import { useStore } from "../lib/store";
import { errorText } from "../ui/errorText";
import { shell } from "./locale";

const LANGUAGES = { "zh-CN": "中文", en: "English" } as const;

function useSignOut() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: () => call(client.DELETE("/api/session")),
    onSuccess: async () => {
      // Signing out clears the browser's storage; language and colours are no secret.
      setPreferences({});
      await navigate("/sign-in", { replace: true });
      // Only now: pages still on screen would ask again and be told to sign in.
      queryClient.clear();
    },
    onError: (error) => message.error(errorText(error)),
  });
}

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const t = useTexts(shell);
  const me = useMe();
  const phone = usePhone();
  const navigate = useNavigate();
  const chosen = useStore(preferences);
  const signOut = useSignOut();
  const choice = <K extends keyof Preferences>(name: K, values: Record<Preferences[K], string>) =>
    Object.entries<string>(values).map(([value, label]) => ({
      key: `${name}:${value}`,
      label,
      extra: chosen[name] === value ? <CheckOutlined aria-hidden /> : null,
    }));
  const items: MenuProps["items"] = [
    { key: "account", label: t.account },
    { key: "keys", label: t.keys },
    { type: "divider" },
    { type: "group", key: "language", label: t.language, children: choice("language", LANGUAGES) },
    {
      type: "group",
      key: "theme",
      label: t.appearance,
      children: choice("theme", { light: t.light, dark: t.dark, system: t.system }),
    },
    {
      type: "group",
      key: "density",
      label: t.density,
      children: choice("density", { compact: t.compact, comfortable: t.comfortable }),
    },
    { type: "divider" },
    { key: "out", label: t.signOut },
  ];
  const onClick: MenuProps["onClick"] = ({ key }) => {
    const [name, value] = key.split(":");
    if (name && value) setPreferences({ [name]: value });
    else if (key === "account") navigate("/account");
    else if (key === "keys") onHelp();
    else if (key === "out") signOut.mutate();
  };
  return (
    <Dropdown
      menu={{ items, onClick, selectable: false }}
      trigger={["click"]}
      placement="bottomRight"
    >
      <Button type="text" aria-label={t.userMenu(me.user.name)}>
        {phone ? me.user.name.slice(0, 1) : me.user.name}
        {!phone && <DownOutlined className="small" aria-hidden />}
      </Button>
    </Dropdown>
  );
}
