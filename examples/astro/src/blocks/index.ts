/** A component for every type of block: `npm run check` says so when one is missing. */

import type { Block } from "what-we-do-client";
import Accordion from "./Accordion.astro";
import Address from "./Address.astro";
import Callout from "./Callout.astro";
import Cards from "./Cards.astro";
import Document from "./Document.astro";
import Embed from "./Embed.astro";
import Figures from "./Figures.astro";
import Heading from "./Heading.astro";
import Image from "./Image.astro";
import Person from "./Person.astro";
import Points from "./Points.astro";
import Publications from "./Publications.astro";
import Quote from "./Quote.astro";
import RichText from "./RichText.astro";
import Table from "./Table.astro";
import Timeline from "./Timeline.astro";

type Type = Block["type"];
/** The props of the component of a type of block. */
export type Of<T extends Type> = { value: Extract<Block, { type: T }>["value"] };
type Components = { [T in Type]: (props: Of<T>) => unknown };

const components = {
  accordion: Accordion,
  address: Address,
  aims: Points,
  callout: Callout,
  cards: Cards,
  document: Document,
  embed: Embed,
  figures: Figures,
  heading: Heading,
  image: Image,
  person: Person,
  principles: Points,
  publications: Publications,
  quote: Quote,
  rich_text: RichText,
  table: Table,
  timeline: Timeline,
} satisfies Components;

/** Return the component of a block, which takes the block's `value`. */
export function componentOf(block: Block): (props: { value: Block["value"] }) => unknown {
  const component = components[block.type] as ((props: { value: Block["value"] }) => unknown) | undefined;
  if (!component) throw new Error(`There is no component for blocks of the type ${block.type}.`);
  return component;
}
