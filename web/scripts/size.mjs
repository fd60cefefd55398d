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
const first = weigh(base);
console.log(`entry: ${(first / 1000).toFixed(1)} kB gzip`);

let worst = first;
for (const key of Object.keys(manifest).filter((each) => manifest[each].isDynamicEntry)) {
  const total = weigh(closure(key, new Set(base)));
  worst = Math.max(worst, total);
  console.log(`  + ${key}: ${((total - first) / 1000).toFixed(1)} kB`);
}
console.log(`heaviest first load: ${(worst / 1000).toFixed(1)} kB gzip (limit ${LIMIT / 1000} kB)`);
if (worst > LIMIT) process.exit(1);
