import { describe, expect, it } from "vitest";
import { deviceName } from "./device";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("devices", () => {
  it.each([
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`, "Chrome · Linux"],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/150.0 Safari/537.36 Edg/150.0`,
      "Edge · Windows",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
      "Safari · iPhone",
    ],
    [
      `Mozilla/5.0 (Linux; Android 16) ${WEBKIT} Chrome/150.0 MicroMessenger/8.0`,
      "WeChat · Android",
    ],
    ["curl/8.9", "curl/8.9"],
    ["", ""],
  ])("%s is %s", (agent, expected) => expect(deviceName(agent)).toBe(expected));
});
