import { Button, Result, Typography } from "antd";
import { useRouteError } from "react-router";
import { isApiError } from "../api/errors";
import { useTexts } from "../lib/i18n";
import { common } from "../ui/locale";
import { ErrorState } from "../ui/states";
import { shell } from "./locale";

// A page that was open during an upgrade asks for code that is gone.
function isOutdated(error: unknown): boolean {
  return error instanceof TypeError && /import|module|fetch/i.test(error.message);
}

export function Crashed() {
  const error = useRouteError();
  const t = useTexts(shell);
  const { reload } = useTexts(common);
  const again = () => window.location.reload();
  if (isApiError(error)) return <ErrorState error={error} onRetry={again} />;
  return (
    <Result
      className="state"
      status="warning"
      title={isOutdated(error) ? t.outdated : t.crashed}
      subTitle={isOutdated(error) ? undefined : t.crashedHint}
      extra={
        <Button type="primary" onClick={again}>
          {reload}
        </Button>
      }
    >
      {!isOutdated(error) && error instanceof Error && (
        <Typography.Text code>{error.message}</Typography.Text>
      )}
    </Result>
  );
}
