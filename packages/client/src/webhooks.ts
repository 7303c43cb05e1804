/** Verify webhooks as Standard Webhooks describes, with the Web Crypto of every runtime. */

import type { ObjectMessage, PageMessage, TrialMessage } from "./types.js";

export type Message = PageMessage | ObjectMessage | TrialMessage;
const TOLERANCE = 5 * 60; // seconds, against replayed requests

export class WebhookError extends Error {
  override name = "WebhookError";
}

/**
 * The message of a request; throws `WebhookError` for one that the CMS did not sign, or not lately.
 * `body` is the request's body exactly as it came, before any parsing.
 */
export async function verify(
  body: string,
  headers: Headers | Record<string, string | undefined>,
  secret: string,
  now = Date.now() / 1000,
): Promise<Message> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (name) => (headers instanceof Headers ? headers.get(name) : headers[name]) ?? "",
  ) as [string, string, string];
  if (!id || !/^\d+$/.test(timestamp)) throw new WebhookError("The headers are incomplete.");
  if (Math.abs(now - Number(timestamp)) > TOLERANCE) throw new WebhookError("The time is off.");
  const key = await crypto.subtle.importKey(
    "raw",
    bytes(secret.replace(/^whsec_/, "")),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const each of signatures.split(" ")) {
    if (!each.startsWith("v1,")) continue;
    if (await crypto.subtle.verify("HMAC", key, bytes(each.slice(3)), signed)) {
      return JSON.parse(body) as Message;
    }
  }
  throw new WebhookError("No signature is right.");
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
  } catch {
    throw new WebhookError("The secret or a signature is not base64.");
  }
}
