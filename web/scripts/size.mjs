// Fails when what a first visit must load (entry, its static imports, styles) exceeds 500 kB gzip.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 500_000;
const out = new URL("../../src/kedang/static_app/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", out), "utf8"));

const gzip = (file) => gzipSync(readFileSync(new URL(file, out))).length;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function weigh(keys) {
  const files = new Set();
  for (const key of keys) {
    files.add(manifest[key].file);
    for (const css of manifest[key].css ?? []) files.add(css);
  }
  return [...files].reduce((sum, file) => sum + gzip(file), 0);
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const base = closure(entry);
const shell = closure("src/app/Shell.tsx", new Set(base));
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`entry ${kB(weigh(base))}, with the shell ${kB(weigh(shell))}`);

// Every page is a lazy route inside the shell (sign-in and set-up stand outside: counted too high).
let worst = 0;
for (const key of Object.keys(manifest).filter((each) => /Page\.tsx$/.test(each))) {
  const total = weigh(closure(key, new Set(shell)));
  worst = Math.max(worst, total);
  console.log(`  ${key.replace("src/features/", "")}: ${kB(total)}`);
}
console.log(`heaviest first load: ${kB(worst)} gzip (limit ${kB(LIMIT)})`);
if (worst === 0 || worst > LIMIT) process.exit(1);
