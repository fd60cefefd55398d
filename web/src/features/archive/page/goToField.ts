import type { Resource } from "./api";

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

/** Brings the field on screen, and opens its editor where it has one of its own. */
export function goToField(code: string): void {
  const place = document.getElementById(placeOf(code));
  if (!place) return;
  place.scrollIntoView({ block: "center" });
  const edit = place.querySelector<HTMLElement>(".field-edit");
  if (edit) edit.click();
  else place.querySelector<HTMLElement>("button")?.focus();
}
