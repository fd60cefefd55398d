/** What the server asks and the browser answers: WebAuthn speaks in bytes, JSON in base64url. */

type Descriptor = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };

export type Asked = Record<string, unknown> & {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  allowCredentials?: Descriptor[];
  excludeCredentials?: Descriptor[];
};

export function hasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const descriptors = (rows: Descriptor[] | undefined) =>
  rows?.map((row) => ({ ...row, id: toBytes(row.id) }));

/** Makes a new passkey on this device. */
export async function makePasskey(asked: Asked): Promise<Record<string, unknown>> {
  const publicKey = {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user?.id ?? "") },
    excludeCredentials: descriptors(asked.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return answer(made, {
    attestationObject: toText(response.attestationObject),
    clientDataJSON: toText(response.clientDataJSON),
  });
}

/** Lets a passkey sign what the server asks. */
export async function signWith(asked: Asked): Promise<Record<string, unknown>> {
  const publicKey = {
    ...asked,
    challenge: toBytes(asked.challenge),
    allowCredentials: descriptors(asked.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const made = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAssertionResponse;
  return answer(made, {
    authenticatorData: toText(response.authenticatorData),
    clientDataJSON: toText(response.clientDataJSON),
    signature: toText(response.signature),
    ...(response.userHandle ? { userHandle: toText(response.userHandle) } : {}),
  });
}

function answer(made: PublicKeyCredential, response: Record<string, string>) {
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response };
}

/** The person closed the browser's window or waited too long: no failure of ours. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name);
}
