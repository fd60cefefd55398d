import { Button, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { mergeUrl } from "../../../lib/mergeUrl";
import { common } from "../../../ui/locale";
import { CustomerSelect } from "../CustomerSelect";
import type { CustomerDetail } from "../types";
import { mergeTexts } from "./locale";

/** From a customer's page to merging it with another. */
export function MergeWith({ customer }: { customer: CustomerDetail }) {
  const t = useTexts(mergeTexts);
  const { cancel } = useTexts(common);
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [other, setOther] = useState("");
  const allowed = useCan()(RIGHTS.merge) && !customer.trashed_at;
  if (!allowed) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.with}</Button>
      <Modal
        open={open}
        destroyOnHidden
        title={t.withTitle}
        okText={t.next}
        cancelText={cancel}
        okButtonProps={{ disabled: !other || other === customer.id }}
        onOk={() => navigate(mergeUrl([customer.id, other], customer.id))}
        onCancel={() => setOpen(false)}
      >
        <label className="merge-pick" htmlFor="merge-other">
          <span>{t.withLabel}</span>
          <CustomerSelect id="merge-other" autoFocus value={other} onChange={setOther} />
        </label>
      </Modal>
    </>
  );
}
