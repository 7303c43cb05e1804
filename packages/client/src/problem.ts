/** Errors of the API, as RFC 9457 problem details. */

import type { Problem } from "./types.js";

/** Thrown for every response that is not a success; `problem.parameters` names what is wrong with each. */
export class CmsError extends Error {
  override name = "CmsError";

  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Seconds after which to try again, with 429 and 503. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${problem.title}: ${problem.detail}`);
  }

  /** The page is under maintenance; title and detail are the notice. */
  get isMaintenance(): boolean {
    return this.problem.type.endsWith("/under-maintenance");
  }

  static async from(response: Response): Promise<CmsError> {
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    const retryAfter = Number.isFinite(seconds) ? seconds : null;
    return new CmsError(response.status, await problemOf(response), retryAfter);
  }
}

/** What stands between may answer with HTML: a proxy, a network's log-in page. */
async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const read: unknown = JSON.parse(text);
    if (isProblem(read)) return read;
  } catch {
    // No JSON.
  }
  const detail = `The response is not problem details: ${text.slice(0, 200)}`;
  return { type: "about:blank", title: response.statusText, status: response.status, detail };
}

function isProblem(read: unknown): read is Problem {
  return typeof read === "object" && read !== null && "type" in read && "detail" in read;
}
