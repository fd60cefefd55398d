import { useState } from "react";

const KEY = "kedang.navigation";

function remembered(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

function remember(groups: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(groups));
  } catch {
    // Private mode or a full store: they stay open for this visit.
  }
}

/** Which groups of the menu stand open: that of the page one is on, and those one opened oneself, in this browser. */
export function useOpenGroups(here: string | undefined): {
  open: string[];
  choose: (groups: string[]) => void;
} {
  const [kept, keep] = useState(remembered);
  // Closed by hand while on one of its pages: until one goes elsewhere.
  const [shut, setShut] = useState<string>();
  const [was, setWas] = useState(here);
  if (was !== here) {
    setWas(here);
    setShut(undefined);
  }
  const itself = here && shut !== here ? [here] : [];
  return {
    open: [...new Set([...kept, ...itself])],
    choose: (groups) => {
      const own = groups.filter((each) => each !== here || kept.includes(each));
      setShut(groups.includes(here ?? "") ? undefined : here);
      keep(own);
      remember(own);
    },
  };
}
