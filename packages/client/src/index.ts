export { Cms, TrackedCms, type Changes } from "./client.js";
export { srcset, variant, type Wanted } from "./images.js";
export { CmsError } from "./problem.js";
export type { Init, Options } from "./request.js";
export type * from "./types.js";
