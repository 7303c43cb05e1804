/** The client: pages, lists, search, changes and previews, typed by the OpenAPI document. */

import { CmsError } from "./problem.js";
import { following, get, read, type Init, type Options } from "./request.js";
import type { Answer, Change, Page, Query, SearchResults } from "./types.js";

const V1 = "/api/delivery/v1";
type Pages = `${typeof V1}/pages/`;
type Redirects = `${typeof V1}/redirects/`;
type Item = Answer<Pages>["items"][number];

/** The changes since a cursor; keep `cursor` for the next time. */
export interface Changes {
  items: Change[];
  cursor: string;
  /** The cache tags of the answers that these changes make stale; `all` is on every answer. */
  tags: string[];
  /** True where changes are lost: read everything again. */
  isReset: boolean;
}

export class Cms {
  constructor(readonly options: Options) {}

  /** The same client, which collects the cache tags of all that it reads in `tags`. */
  tracked(): TrackedCms {
    return new TrackedCms(this.options);
  }

  /** The page at a path, where it has moved, or null; throws `CmsError` under maintenance. */
  async page(
    path: string,
    query: Omit<Query<`${typeof V1}/page/`>, "path"> = {},
    init?: Init,
  ): Promise<Answer<`${typeof V1}/page/`> | null> {
    return orNull(get(this.options, `${V1}/page/`, { query: { ...query, path } }, init));
  }

  /** The page with an id, or null. */
  async pageById(
    id: number,
    query: Query<`${typeof V1}/pages/{page_id}/`> = {},
    init?: Init,
  ): Promise<Answer<`${typeof V1}/pages/{page_id}/`> | null> {
    const parts = { page_id: id };
    return orNull(get(this.options, `${V1}/pages/{page_id}/`, { parts, query }, init));
  }

  /** The pages related to the page with an id, best first, or null without such a page. */
  async related(
    id: number,
    query: Query<`${typeof V1}/pages/{page_id}/related/`> = {},
    init?: Init,
  ): Promise<Answer<`${typeof V1}/pages/{page_id}/related/`> | null> {
    const parts = { page_id: id };
    return orNull(get(this.options, `${V1}/pages/{page_id}/related/`, { parts, query }, init));
  }

  /** One part of a list: `items`, `next` and, with `total: true`, `total`. */
  async list(query: Query<Pages> = {}, init?: Init): Promise<Answer<Pages>> {
    return get(this.options, `${V1}/pages/`, { query }, init);
  }

  /** Every page of a list, part by part. */
  async *pages(query: Query<Pages> = {}, init?: Init): AsyncGenerator<Item, void, undefined> {
    yield* this.#parts(await this.list({ limit: 100, ...query }, init), init);
  }

  /** Every redirect of the site: from a path to a location. */
  async *redirects(
    query: Query<Redirects> = {},
    init?: Init,
  ): AsyncGenerator<Answer<Redirects>["items"][number], void, undefined> {
    yield* this.#parts(await get(this.options, `${V1}/redirects/`, { query }, init), init);
  }

  async *#parts<T>(
    part: { items: T[]; next: string | null },
    init?: Init,
  ): AsyncGenerator<T, void, undefined> {
    for (;;) {
      yield* part.items;
      if (!part.next) return;
      part = (await read(this.options, following(this.options, part.next), init)) as typeof part;
    }
  }

  /** Results, facets, warnings and a suggestion; any text is a good query. */
  async search(
    query: Omit<Query<`${typeof V1}/search/`>, "format">,
    init?: Init,
  ): Promise<SearchResults> {
    return (await get(this.options, `${V1}/search/`, { query }, init)) as SearchResults;
  }

  /** What the words typed so far may become. */
  async suggest(q: string, init?: Init): Promise<Answer<`${typeof V1}/search/suggest/`>> {
    return get(this.options, `${V1}/search/suggest/`, { query: { q } }, init);
  }

  async navigation(
    query: Query<`${typeof V1}/navigation/`> = {},
    init?: Init,
  ): Promise<Answer<`${typeof V1}/navigation/`>> {
    return get(this.options, `${V1}/navigation/`, { query }, init);
  }

  /** The draft behind a preview's token. */
  async preview(token: string, init?: Init): Promise<Page> {
    const given = { parts: { token } };
    return (await get(this.options, `${V1}/preview/{token}/`, given, init)) as Page;
  }

  /**
   * All changes since a cursor; `head` is the end of the log. Where the cursor is too old,
   * `isReset` is true and `cursor` is where to go on after everything is read again.
   */
  async changes(cursor = "head", init?: Init): Promise<Changes> {
    const items: Change[] = [];
    const tags = new Set<string>();
    let query: Query<`${typeof V1}/changes/`> = { cursor, limit: 100 };
    try {
      for (;;) {
        const part = await get(this.options, `${V1}/changes/`, { query }, init);
        items.push(...part.items);
        for (const tag of part.surrogate_keys) tags.add(tag);
        query = { ...query, cursor: part.cursor };
        if (!part.next) return { items, cursor: part.cursor, tags: [...tags], isReset: false };
      }
    } catch (error) {
      if (!(error instanceof CmsError && error.status === 410)) throw error;
      const head = await this.changes("head", init);
      return { ...head, tags: ["all"], isReset: true };
    }
  }
}

/** Reads like `Cms`; where one of `tags` becomes stale, what was built from its answers is. */
export class TrackedCms extends Cms {
  readonly tags = new Set<string>();

  constructor(options: Options) {
    super({
      ...options,
      fetch: async (input, init) => {
        const response = await (options.fetch ?? fetch)(input, init);
        for (const tag of (response.headers.get("Surrogate-Key") ?? "").split(" ")) {
          if (tag) this.tags.add(tag);
        }
        return response;
      },
    });
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CmsError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}
