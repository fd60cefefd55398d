import { BellOutlined } from "@ant-design/icons";
import { Badge, Button } from "antd";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { useUnreadCount } from "./api";
import { noticeTexts } from "./locale";

/** The way to one's notices, and how many are unread. */
export function NoticeBell() {
  const t = useTexts(noticeTexts);
  const navigate = useNavigate();
  const allowed = useCan()(RIGHTS.view);
  const { data } = useUnreadCount(allowed);
  if (!allowed) return null;
  const count = data?.value ?? 0;
  return (
    <Button
      type="text"
      aria-label={t.bell(count ? `${count}${data?.capped ? "+" : ""}` : "")}
      onClick={() => navigate("/notices")}
      icon={
        <Badge
          count={data?.capped ? count + 1 : count}
          overflowCount={99}
          size="small"
          color="var(--ant-color-primary)"
        >
          <BellOutlined aria-hidden />
        </Badge>
      }
    />
  );
}
