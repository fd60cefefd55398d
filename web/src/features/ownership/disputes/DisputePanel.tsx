import { Alert, Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { useOpenOf } from "./api";
import { disputeTexts } from "./locale";
import { RaiseDialog } from "./RaiseDialog";
import "../ownership.css";

/** On a customer's page: that it is disputed, or the way to dispute it. */
export function DisputePanel({ customerId }: { customerId: string }) {
  const t = useTexts(disputeTexts);
  const open = useOpenOf(customerId);
  const [asking, setAsking] = useState(false);
  if (!open.data) return null;
  const dispute = open.data.rows[0];
  if (dispute) {
    return (
      <Alert
        type="warning"
        showIcon
        title={t.underWay}
        action={<Link to={`/pools/disputes/${dispute.id}`}>{t.see}</Link>}
      />
    );
  }
  return (
    <div className="section">
      <Button size="small" onClick={() => setAsking(true)}>
        {t.raise}
      </Button>
      {asking && <RaiseDialog customerId={customerId} onClose={() => setAsking(false)} />}
    </div>
  );
}
