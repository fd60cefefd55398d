/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = process.env.KEDANG_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig(({ command }) => ({
  plugins: [react()],
  // Built files are served by the Python server below /static/; the dev server serves from the root.
  base: command === "build" ? "/static/" : "/",
  // The server puts a fresh nonce here in every answer; the policy lets only style sheets that carry it be made.
  html: command === "build" ? { cspNonce: "__KEDANG_NONCE__" } : {},
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: { "/api": { target: backend }, "/healthz": { target: backend } },
  },
  build: {
    outDir: "../src/kedang/static_app",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/lib/testing.ts"],
  },
}));
