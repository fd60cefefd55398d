import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call, client } from "../../../api/client";
import { useTexts } from "../../../lib/i18n";
import { homeTexts } from "./locale";

const MOST = 300;

/** Whom one is about to lose, for the home page; nothing as long as there is nobody. */
export function FallingSoon() {
  const t = useTexts(homeTexts);
  const { data: soon } = useQuery({
    queryKey: ["ownership", "soon", "few"],
    queryFn: ({ signal }) => call(client.GET("/api/ownership/soon/few", { signal })),
    staleTime: 60_000,
  });
  if (!soon || soon.count === 0) return null;
  return (
    <section className="home-section" aria-label={t.soon}>
      <h2>
        {t.soon} <span className="num">{soon.count >= MOST ? `${MOST}+` : soon.count}</span>
        <Link to="/pools/soon">{t.all}</Link>
      </h2>
      <ul className="home-list">
        {soon.rows.map((row) => (
          <li key={row.id}>
            <Link to={`/customers/${row.id}`} className="plain">
              {row.name ?? row.number}
            </Link>
            <span className="muted small num">{row.on}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
