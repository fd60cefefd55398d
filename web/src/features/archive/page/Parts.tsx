import { StarFilled } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Tooltip } from "antd";
import { use } from "react";
import { useFields } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { archiveKeys } from "../api";
import type { ContactPoint, CustomerDetail } from "../types";
import type { Resource } from "./api";
import { pageTexts } from "./locale";
import { InvalidMark, Origin } from "./Origin";
import type { PartInput } from "./PartDialog";
import { PartSection } from "./PartSection";
import { MaskedText } from "./Reveal";
import { isDialled } from "./revealed";
import { PointSlot } from "./slots";

type Props = { customer: CustomerDetail; locked: boolean };
type T = (typeof pageTexts)["zh"];

const POINTS = ["mobile", "landline", "email", "wechat", "qq", "fax", "other_contact"];
const NAMES = ["former_name", "short_name", "brand_name", "english_name"];
const IDENTIFIERS = [
  "credit_code",
  "tax_number",
  "business_licence",
  "id_number",
  "passport",
  "bank_account",
];

/** Kinds are fields of the register: it knows their names and who may have them. */
function useKinds(codes: string[], kind: string) {
  const { data } = useFields();
  const found = codes.flatMap((code) => data?.fields.find((field) => field.code === code) ?? []);
  return found
    .filter((field) => field.kinds.includes(kind) && field.modes.own === "edit")
    .map(({ code, label }) => ({ value: code, label }));
}

const kindInput = (t: T, options: PartInput["options"]): PartInput => ({
  name: "kind",
  label: t.kind,
  as: "choice",
  options,
});

const labelInput = (t: T): PartInput => ({ name: "label", label: t.label, optional: true });

const preferredInput = (t: T): PartInput => ({
  name: "preferred",
  label: t.makePreferred,
  as: "check",
});

const valueInput = (t: T, keep: boolean): PartInput => ({
  name: "value",
  label: t.value,
  ...(keep ? { optional: true, hint: t.keepIfEmpty } : {}),
});

export function PointLine({ customer, point }: { customer: CustomerDetail; point: ContactPoint }) {
  const t = useTexts(pageTexts);
  const kind = point.kind_label;
  const queries = useQueryClient();
  const Slot = use(PointSlot);
  return (
    <>
      <span className="muted part-kind">{kind}</span>
      <Origin given={point.given} value={point.value}>
        <MaskedText {...point} code={point.kind} label={kind} dial={isDialled(point)} />
      </Origin>
      {!point.valid && <InvalidMark reason={point.reason} />}
      {point.preferred && (
        <Tooltip title={t.preferred}>
          <StarFilled className="preferred" aria-label={t.preferred} />
        </Tooltip>
      )}
      {point.label && <span className="muted">{point.label}</span>}
      {Slot && (
        <Slot
          customerId={customer.id}
          version={customer.version}
          point={point}
          name={kind}
          shown={point.value ?? ""}
          onChanged={() => queries.invalidateQueries({ queryKey: archiveKeys.page(customer.id) })}
        />
      )}
    </>
  );
}

type PointsProps = {
  customer: CustomerDetail;
  locked: boolean;
  resource: Resource;
  title: string;
  points: ContactPoint[];
  empty?: string;
};

/** Ways to reach the customer, or one of the people at it. */
export function Points({ customer, locked, resource, title, points, empty }: PointsProps) {
  const t = useTexts(pageTexts);
  const kinds = useKinds(POINTS, customer.kind);
  return (
    <PartSection
      customerId={customer.id}
      {...{ resource, title, locked, empty }}
      addInputs={[kindInput(t, kinds), valueInput(t, false), labelInput(t), preferredInput(t)]}
      addStart={{ kind: "mobile", label: "", preferred: false }}
      changeInputs={[valueInput(t, true), labelInput(t), preferredInput(t)]}
      items={points.map((point) => ({
        id: point.id,
        name: `${point.kind_label} ${point.value ?? ""}`,
        content: <PointLine customer={customer} point={point} />,
        values: {
          value: point.masked ? "" : (point.value ?? ""),
          label: point.label,
          preferred: point.preferred,
        },
      }))}
    />
  );
}

export function ContactPoints({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  return (
    <Points
      {...{ customer, locked }}
      resource="contact-points"
      title={t.points}
      points={customer.contact_points}
      empty={t.noPoints}
    />
  );
}

export function Addresses({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const rest = [
    labelInput(t),
    { name: "postcode", label: t.postcode, optional: true },
    preferredInput(t),
  ];
  return (
    <PartSection
      customerId={customer.id}
      resource="addresses"
      title={t.addresses}
      locked={locked}
      addInputs={[valueInput(t, false), ...rest]}
      changeInputs={[valueInput(t, true), ...rest]}
      items={customer.addresses.map((address) => ({
        id: address.id,
        name: address.label || t.addresses,
        content: (
          <>
            {address.label && <span className="muted part-kind">{address.label}</span>}
            <Origin given={address.given} value={address.value}>
              <MaskedText
                id={address.id}
                code="address"
                label={address.label || t.addresses}
                value={address.value}
                masked={address.masked}
              />
            </Origin>
          </>
        ),
        values: {
          value: address.masked ? "" : (address.value ?? ""),
          label: address.label,
          postcode: address.postcode,
          preferred: address.preferred,
        },
      }))}
    />
  );
}

export function Identifiers({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const kinds = useKinds(IDENTIFIERS, customer.kind);
  return (
    <PartSection
      customerId={customer.id}
      resource="identifiers"
      title={t.identifiers}
      locked={locked}
      addInputs={[kindInput(t, kinds), valueInput(t, false)]}
      changeInputs={[valueInput(t, true)]}
      items={customer.identifiers.map((each) => ({
        id: each.id,
        name: each.label,
        content: (
          <>
            <span className="muted part-kind">{each.label}</span>
            <Origin given={each.given} value={each.value}>
              <MaskedText {...each} code={each.kind} />
            </Origin>
            {!each.valid && <InvalidMark reason={each.reason} />}
          </>
        ),
        values: { value: each.masked ? "" : (each.value ?? "") },
      }))}
    />
  );
}

export function OtherNames({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  const kinds = useKinds(NAMES, customer.kind);
  const period: PartInput[] = [
    { name: "since", label: t.since, optional: true },
    { name: "until", label: `${t.until} (${t.datesHint})`, optional: true },
  ];
  const name: PartInput = { name: "value", label: t.name };
  return (
    <PartSection
      customerId={customer.id}
      resource="names"
      title={t.names}
      locked={locked}
      addInputs={[kindInput(t, kinds), name, ...period]}
      changeInputs={[name, ...period]}
      items={customer.names.map((each) => ({
        id: each.id,
        name: each.value,
        content: (
          <>
            <span className="muted part-kind">{each.label}</span>
            {each.value}
            {(each.since || each.until) && (
              <span className="muted">
                {each.since} – {each.until}
              </span>
            )}
          </>
        ),
        values: { value: each.value, since: each.since, until: each.until },
      }))}
    />
  );
}
