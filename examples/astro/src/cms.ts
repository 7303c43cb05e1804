/** The CMS, at build time. */

import { Cms } from "what-we-do-client";

const { CMS_URL, CMS_SITE } = import.meta.env;
export const url = CMS_URL ?? "http://127.0.0.1:8000";
/** One of several sites that the CMS serves, by its host name. */
export const site = CMS_SITE;
export const cms = new Cms({ url, ...(site ? { site } : {}) });

/** Return the parameter of a route for a path; the home page has none. */
export function param(path: string): string | undefined {
  return decodeURI(path).replace(/^\/|\/$/g, "") || undefined;
}
