import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { verify, WebhookError } from "../src/webhooks.js";

const SECRET = `whsec_${Buffer.from("a secret of some length").toString("base64")}`;
const BODY = '{"type": "page.published", "data": {"id": 7, "what": "page"}}';
const NOW = 1_800_000_000;

function sign(body: string, timestamp = NOW, secret = SECRET): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`msg_1.${timestamp}.${body}`).digest("base64");
  return `v1,${mac}`;
}

function headers(signature: string, timestamp = String(NOW)): Record<string, string> {
  return { "webhook-id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": signature };
}

test("a signed message is read", async () => {
  const message = await verify(BODY, new Headers(headers(sign(BODY))), SECRET, NOW);
  assert.equal(message.type, "page.published");
});

test("one right signature of several is enough, while a secret is rotated", async () => {
  const both = `${sign(BODY, NOW, "whsec_b2xk")} v2,x ${sign(BODY)}`;
  await verify(BODY, headers(both), SECRET, NOW);
});

test("anything else is refused", async () => {
  const wrong: [string, Record<string, string>, number][] = [
    [`${BODY} `, headers(sign(BODY)), NOW],
    [BODY, headers(sign(BODY)), NOW + 301],
    [BODY, headers(sign(BODY)), NOW - 301],
    [BODY, headers(sign(BODY), String(NOW + 1)), NOW],
    [BODY, headers(sign(BODY), "yesterday"), NOW],
    [BODY, headers("v1,%%%"), NOW],
    [BODY, headers(""), NOW],
    [BODY, {}, NOW],
    [BODY, headers(sign(BODY, NOW, "whsec_b3RoZXI=")), NOW],
  ];
  for (const [body, given, now] of wrong) {
    await assert.rejects(verify(body, given, SECRET, now), WebhookError);
  }
});
