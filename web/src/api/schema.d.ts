// Loose until the server's OpenAPI document is generated: any path, any body.
// biome-ignore-all lint/suspicious/noExplicitAny: replaced by `npm run schema`
type Operation = {
  parameters: {
    query?: Record<string, any>;
    path?: Record<string, any>;
    header?: never;
    cookie?: never;
  };
  requestBody?: { content: { "application/json": any } };
  responses: { 200: { content: { "application/json": any } } };
};

type Path = Record<"get" | "post" | "put" | "patch" | "delete", Operation> & {
  parameters: Record<string, never>;
};

export type paths = Record<`/api/${string}`, Path>;
