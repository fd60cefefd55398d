import { useQuery } from "@tanstack/react-query";
import { Alert, Segmented } from "antd";
import { use, useEffect, useRef, useState } from "react";
import { Navigate, useNavigate, useParams, useSearchParams } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { useKeys } from "../../../lib/keyboard";
import { useMedia } from "../../../lib/media";
import { QueryState } from "../../../ui/states";
import { customerQuery } from "../api";
import { MergeDialogs } from "../merge/MergeDialogs";
import type { CustomerDetail } from "../types";
import { BrokenRules } from "./BrokenRules";
import { goToField } from "./goToField";
import { Header } from "./Header";
import { Hints } from "./Hints";
import { History } from "./History";
import { pageTexts } from "./locale";
import { PinnedNotes } from "./Notes";
import { Addresses, ContactPoints, Identifiers, OtherNames } from "./Parts";
import { Collaborators, Contacts, Relations } from "./People";
import { Profile } from "./Profile";
import { RevealProvider } from "./Reveal";
import { CentreSlot, PanelSlot } from "./slots";
import "./page.css";

type Part = "centre" | "about" | "besideShort";
const PARTS: readonly Part[] = ["centre", "about", "besideShort"];

/** On a phone one part of the page is shown at a time. */
function Parts({ part, onChoose }: { part: Part; onChoose: (part: Part) => void }) {
  const t = useTexts(pageTexts);
  return (
    <Segmented
      block
      className="customer-parts"
      aria-label={t.parts}
      value={part}
      onChange={onChoose}
      options={PARTS.map((value) => ({ value, label: t[value] }))}
    />
  );
}

// Below this the three columns of the page are parts that one chooses.
const NARROW = "(max-width: 767px)";

function Loaded({ customer }: { customer: CustomerDetail }) {
  const t = useTexts(pageTexts);
  const navigate = useNavigate();
  const can = useCan();
  const [search] = useSearchParams();
  const wanted = search.get("field");
  const [showEmpty, setShowEmpty] = useState(search.has("edit") || wanted !== null);
  const locked = !customer.editable;
  const narrow = useMedia(NARROW);
  const [part, setPart] = useState<Part>(wanted || search.has("edit") ? "about" : "centre");
  const Centre = use(CentreSlot);
  const panels = use(PanelSlot);
  const { id: customerId, kind, version } = customer;
  const panel = { customerId, kind, version, editable: customer.editable };
  const edit = () => {
    setPart("about");
    setShowEmpty(true);
    // The fields appear with the next painting.
    setTimeout(() => document.querySelector<HTMLElement>(".field-edit")?.focus(), 50);
  };
  useKeys([
    { keys: "e", label: t.keyEdit, group: t.keysGroup, run: edit },
    { keys: "u", label: t.keyBack, group: t.keysGroup, run: () => navigate("/customers") },
  ]);
  useEffect(() => {
    document.title = customer.name;
  }, [customer.name]);
  const shown = useRef(customer);
  shown.current = customer;
  const goTo = (code: string) => {
    setPart("about");
    setShowEmpty(true);
    setTimeout(() => goToField(customer, code), 50);
  };
  // Whoever comes from a work list is led to what is to be mended, once.
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => goToField(shown.current, wanted), 50);
    return () => clearTimeout(timer);
  }, [wanted]);
  const parts = { customer, locked };
  return (
    <>
      <Header {...parts} onGoTo={goTo} />
      <MergeDialogs number={customer.number} />
      <BrokenRules rules={customer.broken_rules} onGoTo={goTo} />
      {customer.trashed_at && <Alert type="warning" showIcon title={t.inTrash} />}
      <div className="customer" data-part={part}>
        {narrow && <Parts part={part} onChoose={setPart} />}
        <div className="customer-main">
          <ContactPoints {...parts} />
          <Contacts {...parts} />
          <Profile {...parts} showEmpty={showEmpty} onShowEmpty={setShowEmpty} />
          <Addresses {...parts} />
          <Identifiers {...parts} />
          <OtherNames {...parts} />
        </div>
        <div className="customer-centre">
          <PinnedNotes {...parts} />
          {Centre && <Centre {...panel} />}
        </div>
        <aside className="customer-side" aria-label={t.beside}>
          {panels.map(({ key, Component }) => (
            <Component key={key} {...panel} />
          ))}
          <Relations {...parts} />
          <Hints {...parts} />
          <Collaborators customer={customer} locked={locked || !can(RIGHTS.assign)} />
          <History customerId={customer.id} />
        </aside>
      </div>
    </>
  );
}

export function CustomerPage() {
  const { id = "" } = useParams();
  const customer = useQuery(customerQuery(id));
  return (
    <QueryState query={customer}>
      {(data) =>
        data.merged_from ? (
          <Navigate
            replace
            to={`/customers/${data.id}`}
            state={{ mergedFrom: data.merged_from.number }}
          />
        ) : (
          <RevealProvider key={id} id={id}>
            <Loaded key={id} customer={data} />
          </RevealProvider>
        )
      }
    </QueryState>
  );
}
