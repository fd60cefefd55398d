import { DownloadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { download } from "../../../api/download";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { listParameters } from "../api";
import type { ListState } from "./filters";
import { listTexts } from "./locale";

/** The list as it stands, as a file; the server checks the right, masks and records it. */
export function ExportButton({ state }: { state: ListState }) {
  const t = useTexts(listTexts);
  const { message } = App.useApp();
  const run = useMutation({
    mutationFn: (format: string) =>
      download(
        "/api/customers/export",
        { format, ...listParameters(state) },
        `customers.${format}`,
      ),
    onSuccess: () => message.success(t.exported),
    onError: (error) => message.error(errorText(error)),
  });
  if (!useCan()(RIGHTS.export)) return null;
  const items = [
    { key: "xlsx", label: t.exportXlsx },
    { key: "csv", label: t.exportCsv },
  ];
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => run.mutate(key) }} trigger={["click"]}>
      <Button icon={<DownloadOutlined aria-hidden />} loading={run.isPending}>
        {run.isPending ? t.exporting : t.export}
      </Button>
    </Dropdown>
  );
}
