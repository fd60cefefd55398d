import { CheckCircleFilled, SafetyCertificateOutlined } from "@ant-design/icons";
import { Button, Tag, Tooltip } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { actorName } from "../../ui/actorName";
import { common } from "../../ui/locale";
import { useStandings, type Whose } from "./api";
import { locale } from "./locale";
import type { Standing } from "./types";
import { VerifyDialog } from "./VerifyDialog";
import "./verification.css";

const COLOURS: Record<string, string> = {
  sent: "processing",
  verified: "success",
  bounced: "error",
  expired: "warning",
};

type Props = Whose & {
  point: { id: string; state: string };
  /** What the point is called, and its value as one may see it. */
  name: string;
  shown: string;
  onChanged: () => void;
};

/** Who found the point right, how, and when. */
export function useBasis() {
  const t = useTexts(locale);
  const c = useTexts(common);
  return (standing: Standing) =>
    standing.at
      ? t.verifiedBy(
          standing.method === "link" ? t.customerSelf : actorName(standing.by, c),
          t.methods[standing.method as keyof typeof t.methods] ?? "",
          exactTime(standing.at).slice(0, 10),
        )
      : "";
}

/** Beside a contact point: whether it reaches the customer, and the way to find out. */
export function PointMark({ customerId, version, point, name, shown, onChanged }: Props) {
  const t = useTexts(locale);
  const can = useCan();
  const phone = usePhone();
  const basis = useBasis();
  const standings = useStandings({ customerId, version });
  const [open, setOpen] = useState(false);
  const standing = standings.data?.points.find((each) => each.point_id === point.id);
  const state = standing?.state ?? point.state;
  const word = t.states[state as keyof typeof t.states];
  const told = standing?.valid_until
    ? `${basis(standing)} · ${t.validUntil(exactTime(standing.valid_until).slice(0, 10))}`
    : "";
  const allowed = can(RIGHTS.verifySend) || can(RIGHTS.verifyConfirm);
  return (
    <>
      {state !== "unverified" && word && (
        <Tooltip title={told}>
          <Tag
            className="verify-whole"
            color={COLOURS[state] ?? "default"}
            icon={state === "verified" ? <CheckCircleFilled aria-hidden /> : undefined}
          >
            {word}
          </Tag>
        </Tooltip>
      )}
      {standing && standings.data?.editable && allowed && (
        <Button
          type="link"
          size="small"
          className="verify-button"
          icon={phone ? undefined : <SafetyCertificateOutlined aria-hidden />}
          title={phone ? undefined : t.verify}
          aria-label={`${t.verifyOf(name)} ${shown}`}
          onClick={() => setOpen(true)}
        >
          {phone && t.verify}
        </Button>
      )}
      {open && standing && (
        <VerifyDialog
          {...{ customerId, version, standing, name, shown, onChanged }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
