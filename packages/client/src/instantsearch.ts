/** Algolia's InstantSearch widgets on this search: `instantsearch({ searchClient, … })`. */

import type { Cms } from "./client.js";
import type { SearchResults } from "./types.js";

interface Request {
  indexName: string;
  params?: {
    query?: string;
    page?: number;
    hitsPerPage?: number;
    facets?: string | readonly string[];
    facetFilters?: readonly (string | readonly string[])[] | string;
  };
}

type Hit = SearchResults["results"][number] & {
  objectID: string;
  _highlightResult: { title: { value: string } };
  _snippetResult: { body: { value: string } };
};

interface Found {
  index: string;
  query: string;
  hits: Hit[];
  nbHits: number;
  exhaustiveNbHits: boolean;
  page: number;
  nbPages: number;
  hitsPerPage: number;
  processingTimeMS: number;
  facets: Record<string, Record<string, number>>;
  params: string;
}

const FACETS = ["type", "organ", "topic", "locale"];
const MOST = 100;

/** A `searchClient`. The API pages by cursors, so a page costs a request for each one before it. */
export function searchClient(cms: Cms) {
  return {
    async search(requests: readonly Request[]): Promise<{ results: Found[] }> {
      return { results: await Promise.all(requests.map((request) => answer(cms, request))) };
    },
  };
}

async function answer(cms: Cms, { indexName, params = {} }: Request): Promise<Found> {
  const { query = "", page = 0, hitsPerPage = 20 } = params;
  const limit = Math.min(Math.max(hitsPerPage, 1), MOST);
  const parameters = { q: query, limit, facets: FACETS, ...filtersOf(params.facetFilters) };
  let found = await cms.search(parameters);
  for (let at = 0; at < page; at += 1) {
    const cursor = found.next && new URL(found.next, cms.options.url).searchParams.get("cursor");
    if (!cursor) {
      found = { ...found, results: [] };
      break;
    }
    found = await cms.search({ ...parameters, cursor });
  }
  return {
    index: indexName,
    query,
    hits: found.results.map(hit),
    nbHits: found.total.value,
    exhaustiveNbHits: found.total.relation === "eq",
    page,
    nbPages: Math.ceil(found.total.value / limit),
    hitsPerPage: limit,
    processingTimeMS: Math.round(found.took_ms),
    facets: Object.fromEntries(Object.entries(found.facets).map(([name, of]) => [name, counts(of)])),
    params: "",
  };
}

/** Names of one facet are alternatives, as in the API; `type:a` and `["type:a", "type:b"]`. */
function filtersOf(filters: NonNullable<Request["params"]>["facetFilters"] = []) {
  const found: Record<string, string[]> = {};
  for (const each of [filters].flat(3) as string[]) {
    const at = each.indexOf(":");
    const name = each.slice(0, at);
    if (FACETS.includes(name)) (found[name] ??= []).push(each.slice(at + 1));
  }
  return found;
}

function hit(result: SearchResults["results"][number]): Hit {
  const { title, body } = result.highlights;
  return {
    ...result,
    objectID: String(result.id),
    _highlightResult: { title: { value: title?.[0] ?? result.title } },
    _snippetResult: { body: { value: body?.[0] ?? result.summary ?? "" } },
  };
}

function counts(values: SearchResults["facets"][string]): Record<string, number> {
  return Object.fromEntries(values.map(({ value, count }) => [value, count]));
}
