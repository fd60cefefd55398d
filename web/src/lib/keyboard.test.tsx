import { render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { activeBindings, type KeyBinding, keyName, matches, useKeys } from "./keyboard";

const pressed = (key: string, rest: Partial<KeyboardEvent> = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  isComposing: false,
  ...rest,
});

describe("matches", () => {
  it.each([
    ["n", pressed("n"), true],
    ["n", pressed("N"), false],
    ["n", pressed("n", { ctrlKey: true }), false],
    ["n", pressed("n", { altKey: true }), false],
    ["n", pressed("n", { isComposing: true }), false],
    ["?", pressed("?"), true],
    ["mod+k", pressed("k", { metaKey: true }), true],
    ["mod+k", pressed("K", { ctrlKey: true }), true],
    ["mod+k", pressed("k"), false],
    ["mod+Enter", pressed("Enter", { ctrlKey: true }), true],
  ])("%s against %o is %s", (keys, event, expected) => expect(matches(event, keys)).toBe(expected));
});

describe("keyName", () => {
  it("shows one key as it is pressed", () => expect(keyName("n")).toBe("n"));
  it("shows a chord with its modifier", () => expect(keyName("mod+k")).toMatch(/^(⌘|Ctrl) K$/));
});

function Page({ bindings }: { bindings: KeyBinding[] }) {
  useKeys(bindings);
  return <input aria-label="field" />;
}

function press(key: string, target: EventTarget = document.body) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

const binding = (keys: string, run: () => void): KeyBinding => ({
  keys,
  run,
  label: keys,
  group: "test",
});

describe("useKeys", () => {
  it("runs while on screen and not while typing", () => {
    const run = vi.fn();
    const { unmount, getByLabelText } = render(<Page bindings={[binding("j", run)]} />);
    press("j");
    press("j", getByLabelText("field"));
    expect(run).toHaveBeenCalledTimes(1);
    unmount();
    press("j");
    expect(run).toHaveBeenCalledTimes(1);
    expect(activeBindings.get()).toEqual([]);
  });

  it("lets the newest page win", () => {
    const below = vi.fn();
    const above = vi.fn();
    const first = render(<Page bindings={[binding("e", below)]} />);
    const second = render(<Page bindings={[binding("e", above)]} />);
    press("e");
    second.unmount();
    press("e");
    expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 1]);
    first.unmount();
  });

  it("runs the newest handler without binding again", () => {
    const old = vi.fn();
    const fresh = vi.fn();
    const page = render(<Page bindings={[binding("x", old)]} />);
    const before = activeBindings.get();
    page.rerender(<Page bindings={[binding("x", fresh)]} />);
    press("x");
    expect(activeBindings.get()).toBe(before);
    expect([old.mock.calls.length, fresh.mock.calls.length]).toEqual([0, 1]);
    page.unmount();
  });
});
