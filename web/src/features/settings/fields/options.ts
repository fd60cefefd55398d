export type Option = { value: string; label: string };

/** One choice a line; lines that say the same are one choice. */
export function optionsFrom(lines: string): Option[] {
  const labels = lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return [...new Set(labels)].map((label) => ({ value: label, label }));
}

export function optionLines(options: readonly Option[]): string {
  return options.map((option) => option.label).join("\n");
}
