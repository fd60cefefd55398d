import { PlusOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { useCan, useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { PersonSelect } from "../../ui/PersonSelect";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type Cut, type Listed, type State, useBoard, type Whose } from "./api";
import { Board } from "./Board";
import { ListView } from "./ListView";
import { dealTexts } from "./locale";
import { EDIT, VIEW } from "./rights";
import { useDeeds } from "./useDeeds";
import "./deals.css";

// The board stands first: what is opened from it comes when it is opened.
const ForecastView = lazy(async () => ({ default: (await import("./ForecastView")).ForecastView }));
const OpportunityDrawer = lazy(async () => ({
  default: (await import("./OpportunityDrawer")).OpportunityDrawer,
}));
const OpportunityForm = lazy(async () => ({
  default: (await import("./OpportunityForm")).OpportunityForm,
}));

const VIEWS = ["board", "list", "forecast"] as const;
type View = (typeof VIEWS)[number];
const STATES: readonly State[] = ["open", "won", "lost"];

/** What the address says; everything else is as usual. */
function useChoice() {
  const [search, setSearch] = useSearchParams();
  const { scope } = useMe();
  // Whoever sees everybody has no team besides.
  const offered: readonly Whose[] =
    scope === "own" || scope === "all" ? ["mine", "all"] : ["mine", "team", "all"];
  const said = (key: string) => search.get(key) ?? "";
  const whose = offered.find((each) => each === said("whose")) ?? "mine";
  const [customerId = "", card = ""] = said("card").split("-");
  const address = (part: Record<string, string>) => {
    const next = { ...Object.fromEntries(search), ...part };
    return new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ""));
  };
  return {
    offered,
    whose,
    view: VIEWS.find((each) => each === said("view")) ?? "board",
    owner: whose === "mine" ? "" : said("owner"),
    state: STATES.find((each) => each === said("state")) ?? "open",
    stage: said("stage"),
    month: said("month"),
    opened: customerId && card ? { customerId, id: card } : null,
    put: (part: Record<string, string>) => setSearch(address(part)),
    link: (part: Record<string, string>) => `/opportunities?${address(part)}`,
  };
}

type Choice = ReturnType<typeof useChoice>;

function Tools({ choice }: { choice: Choice }) {
  const t = useTexts(dealTexts);
  return (
    <div className="deal-tools">
      <Segmented<View>
        aria-label={t.viewLabel}
        value={choice.view}
        onChange={(view) =>
          choice.put({ view: view === "board" ? "" : view, month: "", stage: "" })
        }
        options={VIEWS.map((value) => ({ value, label: t.views[value] }))}
      />
      <Segmented<Whose>
        aria-label={t.whoseLabel}
        value={choice.whose}
        onChange={(whose) => choice.put({ whose: whose === "mine" ? "" : whose, owner: "" })}
        options={choice.offered.map((value) => ({ value, label: t.whose[value] }))}
      />
      {choice.whose !== "mine" && choice.view !== "forecast" && (
        <span className="deal-person">
          <PersonSelect
            allowClear
            aria-label={t.onlyOwner}
            value={choice.owner || null}
            onChange={(id) => choice.put({ owner: id ?? "" })}
          />
        </span>
      )}
    </div>
  );
}

function BoardView({ cut, choice }: { cut: Cut; choice: Choice }) {
  const t = useTexts(dealTexts);
  const board = useBoard(cut);
  const { deeds, dialog } = useDeeds<Listed>();
  return (
    <QueryState query={board}>
      {(data) => (
        <>
          {data.columns.every((column) => column.count === 0) && (
            <EmptyState title={t.nothing} hint={t.nothingHint} />
          )}
          <Board
            board={data}
            deeds={deeds}
            showOwner={cut.whose !== "mine"}
            listOf={(stage) => choice.link({ view: "list", stage: stage.id })}
            onOpen={(card) => choice.put({ card: `${card.customer_id}-${card.id}` })}
          />
          {dialog}
        </>
      )}
    </QueryState>
  );
}

function Rows({ choice }: { choice: Choice }) {
  const { whose, owner, state, stage, month } = choice;
  const { deeds, dialog } = useDeeds<Listed>();
  return (
    <>
      <ListView
        which={{ whose, owner, state, stage, month }}
        deeds={deeds}
        onPut={choice.put}
        onOpen={(row) => choice.put({ card: `${row.customer_id}-${row.id}` })}
      />
      {dialog}
    </>
  );
}

function Opportunities() {
  const t = useTexts(dealTexts);
  const can = useCan();
  const choice = useChoice();
  const { whose, owner, view, opened } = choice;
  const [creating, setCreating] = useState(false);
  // The form offers the stages the board has.
  const stages = useBoard({ whose: "mine", owner: "" }).data?.columns.map(({ stage }) => stage);
  return (
    <div className="deals">
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          can(EDIT) && (
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setCreating(true)}
            >
              {t.create}
            </Button>
          )
        }
      >
        <Tools choice={choice} />
      </PageHeader>
      {view === "board" && <BoardView cut={{ whose, owner }} choice={choice} />}
      {view === "list" && <Rows choice={choice} />}
      <Suspense fallback={null}>
        {view === "forecast" && (
          <ForecastView whose={whose} listOf={(part) => choice.link({ view: "list", ...part })} />
        )}
        {creating && stages && (
          <OpportunityForm stages={stages} onClose={() => setCreating(false)} />
        )}
        {opened && <OpportunityDrawer {...opened} onClose={() => choice.put({ card: "" })} />}
      </Suspense>
    </div>
  );
}

/** Opportunities as a board, a list or a forecast. */
export function OpportunitiesPage() {
  return useCan()(VIEW) ? <Opportunities /> : <NoPermission />;
}
