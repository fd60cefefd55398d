import { App, Checkbox, Tooltip } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { calendarTexts } from "./calendar/locale";
import { useChooseMorningMail, useMorningMail } from "./morningMail";

/** Whether one gets a mail each working morning with how much is due. */
export function MorningMail() {
  const t = useTexts(calendarTexts);
  const { message } = App.useApp();
  const { data } = useMorningMail();
  const choose = useChooseMorningMail();
  if (!data) return null;
  const hindered = !data.wanted && data.hindrance !== "";
  const why = data.hindrance === "no_address" ? t.mailNoAddress : t.mailNotSetUp;
  return (
    <Tooltip title={data.hindrance === "" ? t.morningHint : why}>
      <Checkbox
        className="morning-mail"
        checked={data.wanted}
        disabled={hindered || choose.isPending}
        onChange={(event) =>
          choose.mutate(event.target.checked, {
            onError: (error) => void message.error(errorText(error)),
          })
        }
      >
        {t.morning}
      </Checkbox>
    </Tooltip>
  );
}
