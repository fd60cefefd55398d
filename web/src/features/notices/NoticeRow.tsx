import {
  AuditOutlined,
  BellOutlined,
  CheckOutlined,
  HourglassOutlined,
  ScheduleOutlined,
  StarOutlined,
  UserSwitchOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Notice } from "./api";
import { noticeTexts } from "./locale";

const ICONS: Record<Notice["kind"], ReactNode> = {
  mentioned: "@",
  follow_up: <ScheduleOutlined />,
  given: <UserSwitchOutlined />,
  taken: <UserSwitchOutlined />,
  falling: <HourglassOutlined />,
  changed: <StarOutlined />,
  due: <BellOutlined />,
  overdue: <WarningOutlined />,
  approval: <AuditOutlined />,
};

function useSaid({ kind, about_kind, count }: Notice): string {
  const { kinds } = useTexts(noticeTexts);
  if (kind === "mentioned") return kinds.mentioned[about_kind === "note" ? "note" : "interaction"];
  if (kind === "due" || kind === "overdue" || kind === "follow_up") return kinds[kind];
  if (kind === "approval")
    return about_kind === "approval_asked" || about_kind === "approval_glass"
      ? kinds.approval[about_kind]
      : kinds.approval.approval_done;
  if (kind === "changed" && count === 1 && about_kind in kinds.changedAbout)
    return kinds.changedAbout[about_kind as keyof typeof kinds.changedAbout];
  return kinds[kind](count);
}

/** Where it is dealt with: a request among those to decide, everything else on the customer's page. */
function placeOf({ about_kind, customer }: Notice): string {
  if (about_kind === "approval_asked") return "/privacy/approvals?which=decide";
  return `/customers/${customer?.id}`;
}

/** One notice; whoever opens its customer has read it. */
export function NoticeRow({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  const t = useTexts(noticeTexts);
  const said = useSaid(notice);
  const several =
    notice.count > 1 &&
    (notice.kind === "given" || notice.kind === "taken" || notice.kind === "falling");
  const read = () => {
    if (!notice.read) onRead();
  };
  return (
    <li className={notice.read ? "notice" : "notice notice-unread"}>
      <span className="notice-icon" aria-hidden>
        {ICONS[notice.kind]}
      </span>
      <div className="notice-body">
        {notice.kind !== "due" && notice.kind !== "falling" && (
          <span>{notice.by?.name ?? t.someone} </span>
        )}
        {said}
        {notice.customer && (
          <>
            {several ? t.latest : t.colon}
            <Link to={placeOf(notice)} onClick={read}>
              {notice.customer.name || notice.customer.number}
            </Link>
          </>
        )}
        <div className="muted small">
          <RelativeTime at={notice.at} />
        </div>
      </div>
      {!notice.read && (
        <Tooltip title={t.read}>
          <Button
            type="text"
            size="small"
            aria-label={t.read}
            icon={<CheckOutlined aria-hidden />}
            onClick={read}
          />
        </Tooltip>
      )}
    </li>
  );
}
