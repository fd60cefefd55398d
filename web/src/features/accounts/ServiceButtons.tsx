import { Alert, Button, Flex } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { locale } from "./locale";
import { type Service, useLeaveFor } from "./signInServices";

type Props = { services: readonly Service[]; next: string | null; primary: boolean };

/** A button for each sign-in service; the first one leads the page where passwords do not. */
export function ServiceButtons({ services, next, primary }: Props) {
  const t = useTexts(locale);
  const leave = useLeaveFor(next);
  return (
    <Flex vertical gap={8}>
      {services.map((service, place) => (
        <Button
          key={service.id}
          block
          type={primary && place === 0 ? "primary" : "default"}
          loading={leave.isPending && leave.variables === service.id}
          onClick={() => leave.mutate(service.id)}
        >
          {t.signInBy(service.name)}
        </Button>
      ))}
      {leave.error && <Alert type="error" showIcon title={errorText(leave.error)} />}
    </Flex>
  );
}
