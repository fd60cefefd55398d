import { AutoComplete, Button, Flex, Form, Input } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { PersonSelect } from "../../../ui/PersonSelect";
import { EmptyState, QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { useFound, usePersonAccess, useSight } from "./api";
import { accessTexts } from "./locale";
import { PersonAccess } from "./PersonAccess";
import { SeparationPart } from "./SeparationPart";
import { SightView } from "./SightView";
import "./access.css";

/** What somebody can see and do, and why: asked of the policy itself, answered without any value. */
export function AccessPage() {
  const t = useTexts(accessTexts);
  const { pages } = useTexts(locale);
  const [asked] = useSearchParams();
  const manages = useCan()(RIGHTS.roles);
  const person = asked.get("person") ?? "";
  const customer = asked.get("customer") ?? "";
  return (
    <>
      <SectionHead title={pages.access} hint={t.hint} />
      <Question key={`${person} ${customer}`} person={person} customer={customer} />
      {!person && <EmptyState title={t.askTitle} hint={t.askHint} />}
      {!person && <SeparationPart />}
      {!person && manages && <Link to="/privacy/access-review">{t.reviews}</Link>}
      {person && customer && <OneSight person={person} customer={customer} />}
      {person && <OnePerson person={person} open={!customer} />}
    </>
  );
}

function OnePerson({ person, open }: { person: string; open: boolean }) {
  const found = usePersonAccess(person);
  return (
    <QueryState query={found}>{(data) => <PersonAccess person={data} open={open} />}</QueryState>
  );
}

function OneSight({ person, customer }: { person: string; customer: string }) {
  const them = usePersonAccess(person);
  const found = useSight(person, customer);
  const name = them.data?.name ?? "";
  return (
    <QueryState query={found}>{(data) => <SightView sight={data} person={name} />}</QueryState>
  );
}

type Asked = { person: string; customer: string };

function Question({ person, customer }: Asked) {
  const t = useTexts(accessTexts);
  const [, ask] = useSearchParams();
  const them = usePersonName(person);
  const [who, setWho] = useState<string | null>(person || null);
  const [whom, setWhom] = useState(customer);
  const submit = () => {
    const next = new URLSearchParams();
    if (who) next.set("person", who);
    if (whom.trim()) next.set("customer", whom.trim());
    ask(next);
  };
  return (
    <Form layout="vertical" onFinish={submit} className="access-ask">
      <Form.Item label={t.person} htmlFor="access-person" required>
        <PersonSelect id="access-person" value={who} name={them} onChange={(id) => setWho(id)} />
      </Form.Item>
      <Form.Item label={t.customer} htmlFor="access-customer" extra={t.customerHint}>
        <CustomerInput value={whom} onChange={setWhom} />
      </Form.Item>
      <Form.Item label=" " className="access-go">
        <Button type="primary" htmlType="submit" disabled={!who}>
          {t.ask}
        </Button>
      </Form.Item>
    </Form>
  );
}

function usePersonName(person: string) {
  return usePersonAccess(person).data?.name;
}

/** An archive number; who sees customers may find it by anything. */
function CustomerInput({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTexts(accessTexts);
  const searches = useCan()(RIGHTS.view);
  const found = useFound(useRested(value, 250), searches);
  const options = (searches ? (found.data ?? []) : []).map((hit) => ({
    value: hit.number,
    label: (
      <Flex justify="space-between" gap={8}>
        <span>{hit.name}</span>
        <span className="muted">{hit.number}</span>
      </Flex>
    ),
  }));
  return (
    <AutoComplete id="access-customer" value={value} onChange={onChange} options={options}>
      <Input placeholder={searches ? t.findCustomer : t.number} maxLength={80} allowClear />
    </AutoComplete>
  );
}
