import type {
  Change,
  CleanField,
  CleanFields,
  Fate,
  Fix,
  FixDraft,
  FixState,
  Profile,
  Suggestion,
} from "./types";

const BUSY: readonly FixState[] = ["previewing", "applying", "undoing"];

/** While the server works on a correction, the page asks again. */
export function isBusy(state: FixState): boolean {
  return BUSY.includes(state);
}

/** Rounded, but all is only all, and nothing only nothing. */
export function percent(part: number, whole: number): number {
  if (whole <= 0 || part <= 0) return 0;
  if (part >= whole) return 100;
  return Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}

const FATES_OF: Partial<Record<FixState, readonly Fate[]>> = {
  ready: ["will_change", "left_out"],
  discarded: ["will_change", "left_out"],
  applied: ["changed", "skipped", "left_out"],
  cancelled: ["changed", "undone", "kept", "skipped", "will_change", "left_out"],
  failed: ["changed", "undone", "kept", "skipped", "will_change", "left_out"],
  undone: ["undone", "kept", "skipped", "left_out"],
};

/** The lists that a correction in this state has: those that hold somebody, and the first in any case. */
export function listsOf(fix: Fix): Fate[] {
  return (FATES_OF[fix.state] ?? []).filter((fate, place) => place === 0 || fix[fate] > 0);
}

/** The fields, one of them with its newest look. */
export function withLook({ fields }: CleanFields, profile: Profile): CleanFields {
  const { id, kind, state, at, customers, filled, invalid } = profile;
  const suggestions = profile.suggestions.length;
  const look = { id, kind, state, at, customers, filled, invalid, suggestions, outdated: false };
  return {
    fields: fields.map((field) =>
      field.code === profile.field ? { ...field, profile: look } : field,
    ),
  };
}

export type Group = { code: string; fields: CleanField[] };

/** Whether somebody looked, and there was nothing in it. */
export function isBare({ profile }: CleanField): boolean {
  if (!profile || profile.outdated) return false;
  return profile.state === "done" && profile.filled === 0 && profile.suggestions === 0;
}

/** Whether nobody knows yet what stands in it. */
export function isUnknown({ profile }: CleanField): boolean {
  return !profile || profile.state === "failed" || profile.state === "cancelled";
}

/** Fields under the headings of the register, in its order, narrowed by what was typed. */
export function grouped(fields: readonly CleanField[], sought: string): Group[] {
  const word = sought.trim().toLowerCase();
  const groups: Group[] = [];
  for (const field of fields) {
    if (word && !`${field.label} ${field.code}`.toLowerCase().includes(word)) continue;
    const open = groups.find((group) => group.code === field.group);
    if (open) open.fields.push(field);
    else groups.push({ code: field.group, fields: [field] });
  }
  return groups;
}

/** What several values become, as one line: from many to one. */
export type Unified = { after: string | null; text: string | null; from: Change[] };

/** The changes by what they lead to; the target of most customers first. */
export function unified(changes: readonly Change[]): Unified[] {
  const lines: Unified[] = [];
  for (const change of changes) {
    const line = lines.find((each) => each.after === change.after);
    if (line) line.from.push(change);
    else lines.push({ after: change.after, text: change.after_shown, from: [change] });
  }
  return lines;
}

/** A suggestion as it is, or, when somebody left values out of it, what remains. */
export function draftOf(
  profileId: string,
  suggestion: Suggestion,
  without: ReadonlySet<string>,
): FixDraft {
  if (without.size === 0) return { profile_id: profileId, suggestion_id: suggestion.id };
  const changes = suggestion.changes
    .filter(({ before }) => !without.has(before))
    .map(({ before, after }) => ({ before, after }));
  return { profile_id: profileId, changes };
}

/** Values somebody picked, and what they shall be instead; a value that is that already needs nothing. */
export function handDraft(
  profileId: string,
  picked: ReadonlyMap<string, number>,
  after: string | null,
): FixDraft {
  const changes = [...picked.keys()]
    .filter((before) => before !== after)
    .map((before) => ({ before, after }));
  return { profile_id: profileId, changes };
}

/** How many customers the picked values are about. */
export function reached(picked: ReadonlyMap<string, number>): number {
  return [...picked.values()].reduce((sum, count) => sum + count, 0);
}
