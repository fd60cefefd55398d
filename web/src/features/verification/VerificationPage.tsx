import { PlusOutlined } from "@ant-design/icons";
import { Button, Select, Tabs } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { PageHeader } from "../../ui/PageHeader";
import { CampaignDialog } from "./CampaignDialog";
import { Campaigns } from "./Campaigns";
import { locale } from "./locale";
import { PointList } from "./PointList";
import type { What } from "./types";
import "./verification.css";

const LISTS: What[] = ["waiting", "running_out", "not_reached"];

/** What was asked of customers, what runs out, what bounced; and campaigns to ask many. */
export function VerificationPage() {
  const t = useTexts(locale);
  const phone = usePhone();
  const mayRun = useCan()(RIGHTS.verifyCampaign);
  const [search, setSearch] = useSearchParams();
  const [starting, setStarting] = useState(false);
  const lists = LISTS.map((what) => ({
    key: what as string,
    label: t.tabs[what],
    children: <PointList what={what} />,
  }));
  const campaigns = { key: "campaigns", label: t.tabs.campaigns, children: <Campaigns /> };
  const tabs = mayRun ? [campaigns, ...lists] : lists;
  const asked = search.get("tab");
  const choose = (tab: string) => setSearch({ tab }, { replace: true });
  const current = tabs.find((tab) => tab.key === asked) ?? tabs[0];
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          mayRun && (
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setStarting(true)}
            >
              {t.start}
            </Button>
          )
        }
      />
      {phone ? (
        <>
          <Select
            className="verify-choice"
            aria-label={t.title}
            value={current?.key}
            options={tabs.map(({ key, label }) => ({ value: key, label }))}
            onChange={choose}
          />
          {current?.children}
        </>
      ) : (
        <Tabs items={tabs} activeKey={current?.key} destroyOnHidden onChange={choose} />
      )}
      {starting && <CampaignDialog onClose={() => setStarting(false)} />}
    </>
  );
}
