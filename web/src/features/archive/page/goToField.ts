import type { CustomerDetail } from "../types";
import type { Resource } from "./api";

const MARKED_MS = 2_500;
const PATIENCE_MS = 3_000;
const AGAIN_MS = 50;

const PARTS: ReadonlyArray<[Resource, readonly string[]]> = [
  ["contact-points", ["mobile", "landline", "email", "wechat", "qq", "fax", "other_contact"]],
  [
    "identifiers",
    ["credit_code", "tax_number", "business_licence", "id_number", "passport", "bank_account"],
  ],
  ["names", ["former_name", "short_name", "brand_name", "english_name"]],
  ["addresses", ["address"]],
];

/** The id of the place on the page where a field is edited. */
export function placeOf(code: string): string {
  if (code.startsWith("contact_")) return "part-contacts";
  const part = PARTS.find(([, codes]) => codes.includes(code));
  return part ? `part-${part[0]}` : `field-${code}`;
}

/** Whether the customer has such a value already, to be corrected; otherwise one is to be added. */
export function hasPart(customer: CustomerDetail, code: string): boolean {
  if (code.startsWith("contact_")) return customer.contacts.length > 0;
  if (code === "address") return customer.addresses.length > 0;
  const rows = [...customer.contact_points, ...customer.identifiers, ...customer.names];
  return rows.some((row) => row.kind === code);
}

/** Brings the field on screen and opens what it is edited with; a value that is one of several is only shown. A field that was
 * folded away appears with one of the next paintings, on a slow machine not the next one. */
export function goToField(
  customer: CustomerDetail,
  code: string,
  until = Date.now() + PATIENCE_MS,
): void {
  const place = document.getElementById(placeOf(code));
  if (!place) {
    if (Date.now() < until) setTimeout(() => goToField(customer, code, until), AGAIN_MS);
    return;
  }
  place.scrollIntoView({ block: "center" });
  place.classList.add("found");
  setTimeout(() => place.classList.remove("found"), MARKED_MS);
  const edit = place.querySelector<HTMLElement>(".field-edit");
  const add = place.querySelector<HTMLElement>("h2 button");
  if (edit) edit.click();
  else if (!hasPart(customer, code)) add?.click();
}
