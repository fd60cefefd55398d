import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(process.cwd(), "src");

const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

const code = sources.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/** Paths below src/ that a file imports. */
function imports(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) =>
    relative(root, join(root, file, "..", match[1] ?? "")),
  );
}

const FLOORS = ["lib", "api", "ui", "features", "app"];

function floor(path: string): number {
  return FLOORS.indexOf(path.split("/")[0] ?? "");
}

describe("the house", () => {
  it("is found", () => expect(code.length).toBeGreaterThan(30));

  it.each(code)("$file imports only from its floor or below", ({ file, text }) => {
    if (floor(file) < 0) return;
    for (const target of imports(file, text)) {
      expect(floor(target), `${file} → ${target}`).toBeLessThanOrEqual(floor(file));
    }
  });

  it.each(code.filter(({ file }) => file.startsWith("features/")))(
    "$file imports no other feature",
    ({ file, text }) => {
      const own = file.split("/")[1];
      const others = imports(file, text).filter(
        (target) => target.startsWith("features/") && target.split("/")[1] !== own,
      );
      expect(others).toEqual([]);
    },
  );

  it.each(code.filter(({ file }) => file.endsWith(".tsx")))(
    "$file has at most 250 lines",
    ({ text }) => expect(text.split("\n").length).toBeLessThanOrEqual(250),
  );

  // The name of a language is written in that language.
  const mayHoldChinese = /locale\.ts$|UserMenu\.tsx$|PublicFrame\.tsx$|regions\.ts$/;

  it.each(code.filter(({ file }) => !mayHoldChinese.test(file)))(
    "$file keeps its texts in locale.ts",
    ({ text }) => expect(text.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([]),
  );
});
