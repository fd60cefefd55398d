import { PlusOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { QueryState } from "../../ui/states";
import { type Case, useOfCustomer } from "./api";
import { Due, StateTag } from "./Bits";
import { CaseComposer } from "./CaseComposer";
import { serviceTexts } from "./locale";
import { VIEW } from "./rights";
import "./service.css";

const isOpen = (row: Case) => row.state !== "solved" && row.state !== "closed";

function Row({ row }: { row: Case }) {
  const t = useTexts(serviceTexts);
  return (
    <li className="case-row">
      <Link to={`/service/cases/${row.id}`} className="plain case-title">
        {row.title ?? <span className="muted">{t.unreadable}</span>}
      </Link>
      <span className="small">
        <StateTag state={row.state} />
        <span className="muted">{t.kinds[row.kind]}</span> <Due row={row} whole />
      </span>
    </li>
  );
}

function Cases({ customerId }: { customerId: string }) {
  const t = useTexts(serviceTexts);
  const [creating, setCreating] = useState(false);
  const [showEnded, setShowEnded] = useState(false);
  const found = useOfCustomer(customerId);
  return (
    <section className="section" aria-label={t.cases}>
      <h2>
        {t.cases}
        {found.data?.editable && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t.create}
            onClick={() => setCreating(true)}
          />
        )}
      </h2>
      <QueryState query={found}>
        {({ cases }) => {
          const ended = cases.filter((row) => !isOpen(row));
          const shown = showEnded ? cases : cases.filter(isOpen);
          return (
            <>
              {shown.length === 0 && <p className="muted">{t.noneHere}</p>}
              <ul className="case-rows">
                {shown.map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </ul>
              {ended.length > 0 && (
                <Button
                  type="link"
                  size="small"
                  className="flush"
                  onClick={() => setShowEnded(!showEnded)}
                >
                  {showEnded ? t.hideEnded : t.ended(ended.length)}
                </Button>
              )}
            </>
          );
        }}
      </QueryState>
      {creating && (
        <Modal
          open
          title={t.create}
          footer={null}
          onCancel={() => setCreating(false)}
          destroyOnHidden
        >
          <CaseComposer customerId={customerId} onDone={() => setCreating(false)} />
        </Modal>
      )}
    </section>
  );
}

/** A customer's cases, beside its page: the open ones with what is due. */
export function CasesPanel({ customerId }: { customerId: string }) {
  return useCan()(VIEW) ? <Cases customerId={customerId} /> : null;
}
