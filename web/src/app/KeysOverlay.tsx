import { Modal, Typography } from "antd";
import { useTexts } from "../lib/i18n";
import { activeBindings, keyName } from "../lib/keyboard";
import { useStore } from "../lib/store";
import { shell } from "./locale";

export function KeysOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shell);
  const bindings = useStore(activeBindings);
  const groups = [...new Set(bindings.map((each) => each.group))];
  return (
    <Modal open={open} title={t.keys} footer={null} onCancel={onClose} destroyOnHidden>
      <Typography.Paragraph type="secondary">{t.keysHint}</Typography.Paragraph>
      {groups.map((group) => (
        <section key={group} className="keys-group">
          <h2>{group}</h2>
          <dl>
            {bindings
              .filter((each) => each.group === group)
              .map((each) => (
                <div key={each.keys}>
                  <dt>
                    <kbd>{keyName(each.keys)}</kbd>
                  </dt>
                  <dd>{each.label}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
