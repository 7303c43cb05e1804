/** The shapes of the API by their names, out of the generated document. */

import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
export type Page = Schemas["AnyPage"];
export type Stub = Schemas["PageStub"];
export type Block = Schemas["AnyBlock"];
export type Image = Schemas["ImageJson"];
export type Notice = Schemas["NoticeJson"];
export type Change = Schemas["ChangeJson"];
export type SearchResults = Schemas["SearchJson"];
export type Problem = Schemas["Problem"] & Partial<Schemas["InvalidParameters"]>;
export type PageMessage = Schemas["PageMessage"];
export type ObjectMessage = Schemas["ObjectMessage"];
export type TrialMessage = Schemas["TrialMessage"];

/** Every route that is read with GET. */
export type Route = keyof paths;

type Operation<R extends Route> = paths[R]["get"];
export type Query<R extends Route> = NonNullable<
  Operation<R> extends { parameters: { query?: infer Q } } ? Q : never
>;
type Bodies<T> = T extends { content: infer C } ? C : never;
type Json<C> = C extends { "application/json": infer J } ? J : never;
/** The JSON of a route's 200. */
export type Answer<R extends Route> = Operation<R> extends { responses: { 200: infer O } }
  ? Json<Bodies<O>>
  : never;
