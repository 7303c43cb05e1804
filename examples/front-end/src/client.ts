/** The CMS, through a client whose types are generated from its OpenAPI document. */

import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];
export type Page = Schemas["AnyPage"];
export type Stub = Schemas["PageStub"];
export type Block = Schemas["AnyBlock"];
export type Part = Schemas["AnyPart"];
export type Image = Schemas["ImageJson"];
export type Found = Schemas["SearchJson"];
export type Notice = Schemas["NoticeJson"];

export const cms = createClient<paths>({ baseUrl: process.env.CMS_URL ?? "http://127.0.0.1:8000" });

/** One of several sites that the CMS serves, by its host name as `sites/` has it. */
const site = process.env.CMS_SITE;
if (site) {
  cms.use({
    onRequest({ request }) {
      const url = new URL(request.url);
      url.searchParams.set("site", site);
      return new Request(url, request);
    },
  });
}
