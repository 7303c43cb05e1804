/** The client against a real CMS, where `CMS_URL` names one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Cms, CmsError, variant } from "../src/index.js";

const url = process.env["CMS_URL"];
const options = { skip: url ? false : "CMS_URL is not set." };
const cms = new Cms({ url: url ?? "" });

test("every page of the list is read by its path", options, async () => {
  const stubs = [];
  for await (const stub of cms.pages({ limit: 10 })) stubs.push(stub);
  assert.ok(stubs.length > 10);
  for (const stub of stubs.slice(0, 12)) {
    const page = await cms.page(stub.path);
    assert.ok(page?.state === "content");
    assert.equal(page.id, stub.id);
  }
});

test("redirects are read to the end", options, async () => {
  for await (const { path, location } of cms.redirects()) assert.ok(path !== location);
});

test("a search finds what it highlights", options, async () => {
  const found = await cms.search({ q: "secretariat", facets: ["type"] });
  assert.match(JSON.stringify(found.results[0]?.highlights), /<mark>/);
  assert.ok((await cms.suggest("secre")).suggestions.length > 0);
});

test("changes are followed from the end", options, async () => {
  const { items, cursor } = await cms.changes();
  assert.deepEqual(items, []);
  assert.deepEqual((await cms.changes(cursor)).items, []);
});

test("a page has its own tag, and those of the pages that it shows", options, async () => {
  const tracked = cms.tracked();
  const page = await tracked.page("/what-we-do/");
  assert.ok(page?.state === "content");
  for (const { id } of [page, ...page.children]) assert.ok(tracked.tags.has(`page-${id}`));
});

test("a wrong parameter is named with what would be right", options, async () => {
  await assert.rejects(cms.list({ sort: "colour" as "path" }), (error) => {
    assert.ok(error instanceof CmsError && error.status === 422);
    assert.match(error.problem.parameters?.[0]?.message ?? "", /title/);
    return true;
  });
});

test("what is not there is null", options, async () => {
  assert.equal(await cms.page("/nowhere/"), null);
  assert.equal(await cms.pageById(999_999_999), null);
});

test("variants of images open", options, async () => {
  let opened = 0;
  for await (const stub of cms.pages({ fields: ["*"] })) {
    const text = JSON.stringify(stub);
    const id = /"id":(\d+),"title":"[^"]*","alt":/.exec(text)?.[1];
    if (!id) continue;
    const image = await (await fetch(new URL(`/api/delivery/v1/images/${id}/`, url))).json();
    const { pathname } = new URL(variant(image, { width: 320 }), url);
    const response = await fetch(new URL(pathname, url));
    assert.equal(response.status, 200);
    opened += 1;
    if (opened === 3) break;
  }
  assert.ok(opened > 0);
});
