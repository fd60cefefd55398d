import { useMe } from "../api/session";
import { DueToday } from "../features/activity/DueToday";
import { MyWeek } from "../features/activity/MyWeek";
import { NewCustomers, SilentCustomers, useNobody } from "../features/archive/home/FewCustomers";
import { NoCustomers } from "../features/archive/list/NoCustomers";
import { FallingSoon } from "../features/ownership/home/FallingSoon";
import { useTexts } from "../lib/i18n";
import { PageHeader } from "../ui/PageHeader";
import { shell } from "./locale";
import { Waiting } from "./Waiting";
import "./home.css";

/** What is to be done today, what waits for a decision, who is left alone and who is new. */
export function HomePage() {
  const t = useTexts(shell);
  const me = useMe();
  const nobody = useNobody();
  if (nobody) {
    return (
      <>
        <PageHeader title={t.home} />
        <NoCustomers />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t.home} note={<MyWeek />} />
      <div className="home" data-person={me.user.id}>
        <div className="home-main">
          <DueToday />
        </div>
        <div className="home-side">
          <Waiting />
          <FallingSoon />
          <SilentCustomers />
          <NewCustomers />
        </div>
      </div>
    </>
  );
}
