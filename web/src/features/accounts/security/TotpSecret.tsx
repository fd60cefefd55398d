import { QRCode, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { Enrolment } from "./api";
import { security } from "./locale";

/** The secret of a new authenticator app: to scan and to type. Drawn here; nothing is asked of anybody's server. */
export default function TotpSecret({ enrolment }: { enrolment: Enrolment }) {
  const t = useTexts(security);
  return (
    <div className="totp-secret">
      <p>{t.scan}</p>
      <div role="img" aria-label={t.qr} className="totp-qr">
        <div aria-hidden>
          <QRCode
            value={enrolment.uri}
            type="svg"
            size={176}
            color="#000000"
            bgColor="#ffffff"
            bordered={false}
          />
        </div>
      </div>
      <Typography.Paragraph
        code
        className="secret"
        copyable={{ text: enrolment.secret, tooltips: [t.copySecret, false] }}
      >
        {enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}
      </Typography.Paragraph>
    </div>
  );
}
