import { InboxOutlined } from "@ant-design/icons";
import { Alert, Progress, Typography, Upload } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { uploadFile } from "./api";
import { locale } from "./locale";

const TYPES = ".xlsx,.xls,.xlsm,.csv,.tsv,.txt,.vcf";

/** The one big target of the page: drop a file, and its own page opens. */
export function DropZone() {
  const t = useTexts(locale);
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);

  async function send(file: File) {
    setError(null);
    setShare(0);
    try {
      const run = await uploadFile(file, "", setShare);
      navigate(`/imports/${run.id}`);
    } catch (refused) {
      setError(refused);
    } finally {
      setShare(null);
    }
  }

  const percent = Math.floor((share ?? 0) * 100);
  return (
    <div className="drop">
      {error !== null && (
        <Alert type="error" showIcon title={errorText(error)} className="drop-error" />
      )}
      <Upload.Dragger
        accept={TYPES}
        multiple={false}
        showUploadList={false}
        disabled={share !== null}
        beforeUpload={(file) => {
          void send(file);
          return false;
        }}
        aria-label={t.dropTitle}
      >
        {share === null ? (
          <>
            <InboxOutlined className="drop-icon" aria-hidden />
            <Typography.Paragraph strong className="drop-title">
              {t.dropTitle}
            </Typography.Paragraph>
            <Typography.Text type="secondary">{t.dropHint}</Typography.Text>
          </>
        ) : (
          <div className="drop-progress" role="status">
            <Typography.Text>{t.uploading(`${percent}%`)}</Typography.Text>
            <Progress percent={percent} showInfo={false} aria-label={t.uploading(`${percent}%`)} />
          </div>
        )}
      </Upload.Dragger>
    </div>
  );
}
