import { describe, expect, it } from "vitest";
import type { CustomerDetail } from "../types";
import { hasPart, placeOf } from "./goToField";

describe("the way to a field", () => {
  it("leads to the section whose rows hold it, or to its own line", () => {
    expect(placeOf("mobile")).toBe("part-contact-points");
    expect(placeOf("id_number")).toBe("part-identifiers");
    expect(placeOf("contact_mobile")).toBe("part-contacts");
    expect(placeOf("address")).toBe("part-addresses");
    expect(placeOf("gender")).toBe("field-gender");
    expect(placeOf("custom:needs")).toBe("field-custom:needs");
  });

  it("knows whether something is to be corrected or to be added", () => {
    const customer = {
      contact_points: [{ kind: "mobile" }],
      identifiers: [],
      names: [],
      addresses: [],
      contacts: [],
    } as unknown as CustomerDetail;
    expect(hasPart(customer, "mobile")).toBe(true);
    expect(hasPart(customer, "email")).toBe(false);
    expect(hasPart(customer, "contact_name")).toBe(false);
  });
});
