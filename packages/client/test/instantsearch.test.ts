import assert from "node:assert/strict";
import { test } from "node:test";
import { Cms } from "../src/index.js";
import { searchClient } from "../src/instantsearch.js";
import { fake } from "./fake.js";

const found = {
  total: { value: 41, relation: "eq" },
  took_ms: 3.4,
  results: [
    { id: 7, title: "A & B", summary: "S", highlights: { title: ["A &amp; <mark>B</mark>"] } },
  ],
  facets: { type: [{ value: "home.ContentPage", label: "Page", count: 3, selected: false }] },
  next: "https://cms.example/api/delivery/v1/search/?q=b&cursor=two",
};

test("widgets get hits, counts and highlights", async () => {
  const { requests, options } = fake({ json: found });
  const request = { indexName: "pages", params: { query: "b", facetFilters: [["type:home.X"]] } };
  const { results } = await searchClient(new Cms(options)).search([request]);
  const [first] = results;
  assert.equal(first?.hits[0]?.objectID, "7");
  assert.equal(first?.hits[0]?._highlightResult.title.value, "A &amp; <mark>B</mark>");
  assert.deepEqual(first?.facets, { type: { "home.ContentPage": 3 } });
  assert.deepEqual([first?.nbHits, first?.nbPages, first?.page], [41, 3, 0]);
  assert.deepEqual(requests[0]?.url.searchParams.getAll("type"), ["home.X"]);
});

test("a later page is reached by the cursors of those before", async () => {
  const { requests, options } = fake({ json: found });
  await searchClient(new Cms(options)).search([{ indexName: "pages", params: { page: 2 } }]);
  assert.deepEqual(
    requests.map(({ url }) => url.searchParams.get("cursor")),
    [null, "two", "two"],
  );
});

test("a page behind the last is empty", async () => {
  const { options } = fake({ json: { ...found, next: null } });
  const request = { indexName: "pages", params: { page: 5 } };
  const { results } = await searchClient(new Cms(options)).search([request]);
  assert.deepEqual(results[0]?.hits, []);
});
