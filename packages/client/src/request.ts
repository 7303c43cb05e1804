/** One request to the API: its address, its key, its answer or error. */

import { CmsError } from "./problem.js";
import type { Answer, Query, Route } from "./types.js";

export interface Options {
  /** Where the CMS is, like `https://cms.example.org`. */
  url: string;
  /** A delivery key, for drafts and many requests; keep it on a server. */
  key?: string;
  /** The site by its host name, where `url` serves several. */
  site?: string;
  /** Instead of the global `fetch`; a framework's own, for instance. */
  fetch?: typeof fetch;
}

/** What `fetch` takes besides: `signal`, and `next` or `cache` of a framework. */
export type Init = Omit<RequestInit, "method" | "body">;

type Value = string | number | boolean;
type Parameters = Record<string, Value | readonly Value[] | undefined>;

/** Return the address of a route with its parts and parameters filled in. */
export function addressOf(
  options: Options,
  route: string,
  parts: Record<string, Value> = {},
  query: Parameters = {},
): URL {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parts[name])),
  );
  const url = new URL(path, options.url);
  const given: Parameters = options.site ? { site: options.site, ...query } : query;
  for (const [name, value] of Object.entries(given)) {
    const values: readonly Value[] = Array.isArray(value) ? value : [value as Value];
    for (const each of values) if (each !== undefined) url.searchParams.append(name, String(each));
  }
  return url;
}

/** Return the JSON of an answer; throws `CmsError`, or what `fetch` throws. */
export async function get<R extends Route>(
  options: Options,
  route: R,
  given: { parts?: Record<string, Value>; query?: Query<R> | undefined } = {},
  init: Init = {},
): Promise<Answer<R>> {
  const url = addressOf(options, route, given.parts, given.query as Parameters | undefined);
  return (await read(options, url, init)) as Answer<R>;
}

/** Return the JSON at an address that the API gave, such as `next`. */
export async function read(options: Options, url: URL, init: Init = {}): Promise<unknown> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/json");
  if (options.key) headers.set("Authorization", `Bearer ${options.key}`);
  const response = await (options.fetch ?? fetch)(url, { ...init, headers });
  if (!response.ok) throw await CmsError.from(response);
  return response.json();
}

/** Return an address that the API gave; throws for one elsewhere, where no key may be sent. */
export function following(options: Options, next: string): URL {
  const base = new URL(options.url);
  const url = new URL(next, base);
  if (url.host !== base.host) throw new TypeError(`${url.host} is not ${base.host}.`);
  url.protocol = base.protocol;
  return url;
}
