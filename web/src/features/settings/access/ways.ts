import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import type { Sight } from "./api";
import { accessTexts } from "./locale";

/** In plain words, why a customer loads for somebody, or why not. */
export function useWays(sight: Sight, person: string): string[] {
  const t = useTexts(accessTexts);
  const said = sight.ways.map((way) => {
    const roles = way.roles.map((role) => role.name).join(t.comma);
    if (way.code === "shared") {
      const until = way.until ? t.until(exactTime(way.until)) : t.forGood;
      return t.shared(way.by ?? "", t.levels[way.level ?? "read"], until);
    }
    if (way.code === "department") return t.department(way.department ?? "", roles);
    return way.code === "all" ? t.all(roles) : t.owner(person);
  });
  const blocked = sight.blocked.map((why) => t.blocked[why]);
  const pools = sight.pools.map((pool) => t.pool(pool));
  const bin = sight.trashed ? [t.trashed] : [];
  const modes = sight.loads ? [sight.own ? t.asOwn : t.asOthers] : [];
  return [...said, ...blocked, ...pools, ...bin, ...modes];
}
