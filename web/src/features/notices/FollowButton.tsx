import { StarFilled, StarOutlined } from "@ant-design/icons";
import { App, Button, Tooltip } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useFollow, useFollowing } from "./api";
import { noticeTexts } from "./locale";

/** Follows a customer, or no more. */
export function FollowButton({ customerId }: { customerId: string }) {
  const t = useTexts(noticeTexts);
  const { message } = App.useApp();
  const { data } = useFollowing(customerId);
  const follow = useFollow(customerId);
  if (!data) return null;
  return (
    <Tooltip title={t.followHint}>
      <Button
        type="text"
        size="small"
        aria-pressed={data.following}
        icon={data.following ? <StarFilled aria-hidden /> : <StarOutlined aria-hidden />}
        disabled={follow.isPending}
        onClick={() =>
          follow.mutate(!data.following, { onError: (error) => message.error(errorText(error)) })
        }
      >
        {data.following ? t.following : t.follow}
      </Button>
    </Tooltip>
  );
}
