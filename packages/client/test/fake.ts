/** A `fetch` that answers from a list, and remembers what was requested. */

export interface Reply {
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

export function fake(...replies: Reply[]) {
  const requests: { url: URL; headers: Headers }[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    requests.push({ url: new URL(String(input)), headers: new Headers(init?.headers) });
    const reply = replies[Math.min(requests.length, replies.length) - 1] ?? {};
    const body = reply.text ?? JSON.stringify(reply.json ?? {});
    return new Response(body, { status: reply.status ?? 200, headers: reply.headers ?? {} });
  };
  return { requests, options: { url: "https://cms.example", fetch: fetch as typeof globalThis.fetch } };
}

export function problem(status: number, more: object = {}): Reply {
  const json = { type: "https://x/problems/p", title: "Wrong", status, detail: "Why", ...more };
  return { status, json };
}
