import { Link } from "react-router";
import type { ListedFollowUp } from "./api";

/** Whom a follow-up is about. */
export function About({ row }: { row: ListedFollowUp }) {
  return (
    <>
      <Link to={`/customers/${row.customer_id}`} className="plain">
        <strong>{row.customer_name}</strong>
      </Link>{" "}
      <span className="muted small num">{row.customer_number}</span>
    </>
  );
}
