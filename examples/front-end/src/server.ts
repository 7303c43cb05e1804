/** Every address of the site: pages by their path, search, previews. */

import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { cms, type Stub } from "./client.js";
import * as draw from "./pages.js";

type Shown = ReturnType<typeof draw.page>;
interface Reply {
  status: number;
  shown: Shown;
}

async function byPath(path: string): Promise<Reply | { location: string; permanent: boolean }> {
  const { data, error, response } = await cms.GET("/api/delivery/v1/page/", {
    params: { query: { path, on_maintenance: "notice" } },
  });
  if (!data) return { status: response.status, shown: draw.problem(error.title, error.detail) };
  if (data.state === "redirect") return data;
  if (data.state === "maintenance") {
    return { status: 503, shown: draw.notice(data.title, data.notice) };
  }
  return { status: 200, shown: draw.page(data) };
}

async function search(params: URLSearchParams): Promise<Reply> {
  const { data, error, response } = await cms.GET("/api/delivery/v1/search/", {
    params: { query: { q: params.get("q") ?? "", facets: ["type"] } },
  });
  if (error) return { status: response.status, shown: draw.problem(error.title, error.detail) };
  if (typeof data === "string") throw new Error("JSON was requested.");
  return { status: 200, shown: draw.results(data) };
}

async function preview(token: string): Promise<Reply> {
  const { data, error, response } = await cms.GET("/api/delivery/v1/preview/{token}/", {
    params: { path: { token } },
  });
  if (!data) return { status: response.status, shown: draw.problem(error.title, error.detail) };
  return { status: 200, shown: draw.page(data) };
}

async function menu(): Promise<Stub[]> {
  const { data } = await cms.GET("/api/delivery/v1/navigation/");
  return data ? [...(data.root ? [data.root] : []), ...data.items] : [];
}

async function answer(url: URL, response: ServerResponse): Promise<void> {
  if (url.pathname === "/site.css") {
    response.writeHead(200, { "Content-Type": "text/css" });
    response.end(await readFile(new URL("../src/site.css", import.meta.url)));
    return;
  }
  const token = url.searchParams.get("token");
  const reply =
    url.pathname === "/search"
      ? await search(url.searchParams)
      : url.pathname === "/preview" && token
        ? await preview(token)
        : await byPath(url.pathname + url.search);
  if ("location" in reply) {
    response.writeHead(reply.permanent ? 301 : 302, { Location: reply.location });
    response.end();
    return;
  }
  const isPreview = token !== null;
  response.writeHead(reply.status, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": isPreview || reply.status !== 200 ? "no-store" : "public, max-age=0",
    ...(reply.status === 503 ? { "Retry-After": "300" } : {}),
  });
  response.end(draw.document(reply.shown, await menu()));
}

const port = Number(process.env.PORT ?? 3000);
createServer((request, response) => {
  answer(new URL(request.url ?? "/", "http://localhost"), response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(502, { "Content-Type": "text/plain" });
    response.end("The CMS cannot be reached now.");
  });
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
