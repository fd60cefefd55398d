import { Alert, Modal } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { useGivePassword } from "../api";
import { locale } from "../locale";
import type { User } from "../types";
import { FirstPasswordShown } from "./FirstPasswordShown";

/** Gives somebody who forgot theirs a first password: made at random, shown once. */
export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const give = useGivePassword();
  if (give.data) {
    const { name, login } = user;
    return <FirstPasswordShown name={name} login={login} first={give.data} onKept={onClose} />;
  }
  return (
    <Modal
      open
      title={`${t.people.setPassword} · ${user.name}`}
      okText={t.people.makeFirst}
      cancelText={c.cancel}
      confirmLoading={give.isPending}
      onOk={() => give.mutate(user.id)}
      onCancel={onClose}
    >
      {give.error && (
        <Alert type="error" showIcon title={errorText(give.error)} className="settings-head" />
      )}
      <p>{t.people.setPasswordHint}</p>
    </Modal>
  );
}
