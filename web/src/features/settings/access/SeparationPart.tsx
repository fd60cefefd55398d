import { Alert, Button, Collapse, Popconfirm, Typography } from "antd";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { type Separation, useSeparation, useSwitchOn } from "./api";
import { dutyTexts } from "./duties/locale";

/** Whether the duties of administrators are kept apart, who combines them, and the switch. */
export function SeparationPart() {
  const t = useTexts(dutyTexts);
  const found = useSeparation();
  return (
    <section className="access-part">
      <Typography.Title level={3} className="access-title">
        {t.title}
      </Typography.Title>
      <QueryState query={found}>{(data) => <State data={data} />}</QueryState>
    </section>
  );
}

function State({ data }: { data: Separation }) {
  const t = useTexts(dutyTexts);
  const flagged = data.combining.length > 0;
  return (
    <>
      <Alert
        type={flagged ? "warning" : data.on ? "success" : "info"}
        showIcon
        title={data.on ? t.on : t.off}
        description={
          <>
            {data.on && <p>{t.offHow}</p>}
            <p>{flagged ? t.combining : t.nobody}</p>
            <ul className="access-ways">
              {data.combining.map((each) => (
                <li key={each.id}>
                  {each.name} <span className="muted">{each.login}</span>
                  {t.colon}
                  {each.duties.map((duty) => t.names[duty]).join(t.comma)}
                </li>
              ))}
            </ul>
          </>
        }
      />
      {!data.on && <SwitchOn />}
      <Collapse
        size="small"
        className="access-filter"
        items={[{ key: "duties", label: t.rightsOf, children: <Duties data={data} /> }]}
      />
    </>
  );
}

function SwitchOn() {
  const t = useTexts(dutyTexts);
  const allowed = useCan()(RIGHTS.roles);
  const change = useSwitchOn();
  if (!allowed) return null;
  return (
    <div className="access-filter">
      {change.isError && (
        <Alert type="error" showIcon title={errorText(change.error)} className="settings-head" />
      )}
      <Popconfirm title={t.sure} okText={t.switchOn} onConfirm={() => change.mutate()}>
        <Button loading={change.isPending}>{t.switchOn}</Button>
      </Popconfirm>
    </div>
  );
}

function Duties({ data }: { data: Separation }) {
  const t = useTexts(dutyTexts);
  return (
    <dl className="access-duties">
      {data.duties.map((duty) => (
        <div key={duty.code}>
          <dt>{t.names[duty.code]}</dt>
          <dd>{duty.rights.join(t.comma)}</dd>
        </div>
      ))}
    </dl>
  );
}
