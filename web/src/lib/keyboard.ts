import { useEffect, useRef } from "react";
import { createStore } from "./store";

/** `keys` is one key (`n`, `?`, `Enter`, `Escape`) or, with ⌘ on a Mac and Ctrl elsewhere, `mod+k`. */
export type KeyBinding = { keys: string; label: string; group: string; run: () => void };

export const activeBindings = createStore<readonly KeyBinding[]>([]);

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

export function keyName(keys: string): string {
  const names: Record<string, string> = {
    Enter: "↵",
    Escape: "Esc",
    ArrowDown: "↓",
    ArrowUp: "↑",
    ArrowLeft: "←",
    ArrowRight: "→",
    " ": "␣",
  };
  return keys
    .split("+")
    .map((part) => (part === "mod" ? (isMac ? "⌘" : "Ctrl") : (names[part] ?? part)))
    .map((part, _index, all) => (all.length > 1 && part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

type Pressed = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "isComposing">;

export function matches(event: Pressed, keys: string): boolean {
  const parts = keys.split("+");
  const key = parts[parts.length - 1] ?? "";
  const mod = parts.includes("mod");
  if (event.isComposing || event.altKey || mod !== (event.metaKey || event.ctrlKey)) return false;
  return mod ? event.key.toLowerCase() === key.toLowerCase() : event.key === key;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function dialogOpen(): boolean {
  const shown = document.querySelectorAll<HTMLElement>(
    "[role=dialog], [role=menu].ant-dropdown-menu",
  );
  return [...shown].some((each) => each.offsetParent !== null);
}

// Enter and space on a focused link or button must keep their own meaning.
function ownsPress(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("a, button, [role=button]") !== null;
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const withMod = event.metaKey || event.ctrlKey;
  if (!withMod && (isTyping(event.target) || dialogOpen())) return;
  if ((event.key === "Enter" || event.key === " ") && ownsPress(event.target)) return;
  // The newest page on screen wins over what lies beneath it.
  const binding = activeBindings.get().findLast((each) => matches(event, each.keys));
  if (!binding) return;
  event.preventDefault();
  binding.run();
}

let listening = false;

/** Binds keys while the component is on screen, and lists them in the `?` overlay. */
export function useKeys(bindings: readonly KeyBinding[], enabled = true): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings.map((each) => `${each.keys}\n${each.label}\n${each.group}`).join("\n\n");
  useEffect(() => {
    if (!enabled || shape === "") return;
    if (!listening) {
      listening = true;
      window.addEventListener("keydown", handle);
    }
    const mine = shape.split("\n\n").map((row, index): KeyBinding => {
      const [keys = "", label = "", group = ""] = row.split("\n");
      return { keys, label, group, run: () => latest.current[index]?.run() };
    });
    activeBindings.set([...activeBindings.get(), ...mine]);
    return () => activeBindings.set(activeBindings.get().filter((each) => !mine.includes(each)));
  }, [shape, enabled]);
}
