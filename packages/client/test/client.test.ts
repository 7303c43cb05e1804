import assert from "node:assert/strict";
import { test } from "node:test";
import { Cms, CmsError } from "../src/index.js";
import { fake, problem } from "./fake.js";

test("a path of any script is one parameter", async () => {
  const { requests, options } = fake({ json: { state: "content" } });
  await new Cms(options).page("/ปี/?x=1&y=2#z");
  assert.equal(requests[0]?.url.pathname, "/api/delivery/v1/page/");
  assert.equal(requests[0]?.url.searchParams.get("path"), "/ปี/?x=1&y=2#z");
});

test("several values are repeated, unset ones are left out", async () => {
  const { requests, options } = fake({ json: { items: [], next: null } });
  await new Cms(options).list({ locale: ["en", "th"], "date[gte]": "2020-01-01", total: true });
  const search = requests[0]?.url.searchParams;
  assert.deepEqual(search?.getAll("locale"), ["en", "th"]);
  assert.equal(search?.get("date[gte]"), "2020-01-01");
  assert.equal(search?.has("cursor"), false);
});

test("the key and the site go with every request", async () => {
  const { requests, options } = fake(
    { json: { items: [{ id: 1 }], next: "https://cms.example/api/delivery/v1/pages/?cursor=a" } },
    { json: { items: [{ id: 2 }], next: null } },
  );
  const cms = new Cms({ ...options, key: "cms_secret", site: "other.example" });
  const ids = [];
  for await (const page of cms.pages()) ids.push(page.id);
  assert.deepEqual(ids, [1, 2]);
  assert.equal(requests[0]?.url.searchParams.get("site"), "other.example");
  assert.equal(requests[1]?.url.searchParams.get("cursor"), "a");
  for (const { headers } of requests) assert.equal(headers.get("Authorization"), "Bearer cms_secret");
});

test("no key is sent to another host", async () => {
  const { requests, options } = fake({ json: { items: [], next: "https://evil.example/?cursor=a" } });
  const cms = new Cms({ ...options, key: "cms_secret" });
  await assert.rejects(async () => {
    for await (const _ of cms.pages()) assert.fail();
  }, /evil\.example/);
  assert.equal(requests.length, 1);
});

test("what is not there, or no more, is null", async () => {
  for (const status of [404, 410]) {
    assert.equal(await new Cms(fake(problem(status)).options).page("/nowhere/"), null);
    assert.equal(await new Cms(fake(problem(status)).options).pageById(7), null);
  }
});

test("related pages are those of an id", async () => {
  const { requests, options } = fake({ json: { items: [{ id: 2 }] } });
  const found = await new Cms(options).related(7, { limit: 3 });
  assert.deepEqual(found?.items.map((page) => page.id), [2]);
  assert.equal(requests[0]?.url.pathname, "/api/delivery/v1/pages/7/related/");
  assert.equal(requests[0]?.url.searchParams.get("limit"), "3");
  assert.equal(await new Cms(fake(problem(404)).options).related(7), null);
});

test("other problems are thrown with all that they say", async () => {
  const wrong = problem(422, { parameters: [{ name: "sort", message: "Valid: path, title." }] });
  await assert.rejects(new Cms(fake(wrong).options).list(), (error) => {
    assert.ok(error instanceof CmsError);
    assert.equal(error.status, 422);
    assert.equal(error.problem.parameters?.[0]?.name, "sort");
    return true;
  });
});

test("a notice is recognised, and when to come back", async () => {
  const reply = problem(503, { type: "https://x/problems/under-maintenance" });
  const { options } = fake({ ...reply, headers: { "Retry-After": "120" } });
  await assert.rejects(new Cms(options).page("/"), (error) => {
    assert.ok(error instanceof CmsError && error.isMaintenance);
    assert.equal(error.retryAfter, 120);
    return true;
  });
});

test("an answer that is no JSON is an error with its text", async () => {
  const { options } = fake({ status: 502, text: "<h1>Bad gateway</h1>" });
  await assert.rejects(new Cms(options).navigation(), /502.*Bad gateway/);
});

test("all changes since a cursor come in one list", async () => {
  const { requests, options } = fake(
    { json: { items: [{ id: 1 }], surrogate_keys: ["page-1", "pages"], cursor: "b", next: "…" } },
    { json: { items: [{ id: 2 }], surrogate_keys: ["page-2", "pages"], cursor: "c", next: null } },
  );
  const changes = await new Cms(options).changes("a");
  assert.deepEqual([changes.items.length, changes.cursor, changes.isReset], [2, "c", false]);
  assert.deepEqual(changes.tags, ["page-1", "pages", "page-2"]);
  assert.equal(requests[1]?.url.searchParams.get("cursor"), "b");
});

test("a cursor that is too old begins again at the end", async () => {
  const { options } = fake(problem(410), {
    json: { items: [], surrogate_keys: [], cursor: "head-now", next: null },
  });
  const changes = await new Cms(options).changes("old");
  assert.deepEqual(changes, { items: [], cursor: "head-now", tags: ["all"], isReset: true });
});

test("the tags of all that was read are collected, also of what is not there", async () => {
  const { options } = fake(
    { json: { state: "content" }, headers: { "Surrogate-Key": "all page-7" } },
    { ...problem(404), headers: { "Surrogate-Key": "all pages" } },
    { json: { root: null, items: [] } },
  );
  const cms = new Cms(options).tracked();
  await cms.page("/seven/");
  await cms.page("/nowhere/");
  await cms.navigation();
  assert.deepEqual([...cms.tags], ["all", "page-7", "pages"]);
  assert.equal(new Cms(options).tracked().tags.size, 0);
});
