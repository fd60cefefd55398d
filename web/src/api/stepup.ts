import { errorOf } from "./errors";

type Ask = () => Promise<boolean>;

let ask: Ask = async () => false;
let asking: Promise<boolean> | null = null;

/** Who asks the person to confirm that it is them; true when they did. */
export function whenStepUp(handler: Ask): () => void {
  ask = handler;
  return () => {
    ask = async () => false;
  };
}

/** Sends; when the server first wants to know who sits here, asks once and sends again. */
export async function withProof(send: () => Promise<Response>): Promise<Response> {
  const response = await send();
  if (response.status !== 401 || (await errorOf(response)).code !== "stepup") return response;
  // Several requests may be told at once: one question answers them all.
  asking ??= ask().finally(() => {
    asking = null;
  });
  return (await asking) ? send() : response;
}
