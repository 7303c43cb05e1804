/** Addresses of an image's variants. */

import type { Image } from "./types.js";

export interface Wanted {
  /** Pixels; the next wider variant is taken, or the widest. */
  width: number;
  /** A crop around the focal point, one of `image.variants.ratios`. */
  ratio?: string;
  /** `avif`, `webp` or the image's own; unset: the best. */
  format?: string;
}

/** The address of a variant; that of the image itself where it has none, as drawings have. */
export function variant(image: Image, wanted: Wanted): string {
  const { variants } = image;
  if (!variants) return image.src;
  const { width, ratio, format = variants.formats[0] } = wanted;
  if (ratio && !variants.ratios.includes(ratio)) throw new RangeError(among("ratio", variants.ratios));
  if (!format || !variants.formats.includes(format)) {
    throw new RangeError(among("format", variants.formats));
  }
  const size = variants.widths.find((each) => each >= width) ?? variants.widths.at(-1);
  return filled(variants.template, ratio ? `${size}-${ratio}` : String(size), format);
}

/** A `srcset` of all widths, for one crop and format. */
export function srcset(image: Image, wanted: Omit<Wanted, "width"> = {}): string {
  const widths = image.variants?.widths ?? [];
  return widths.map((width) => `${variant(image, { ...wanted, width })} ${width}w`).join(", ");
}

function filled(template: string, size: string, format: string): string {
  return template.replace("{size}", size).replace("{format}", format);
}

function among(name: string, choices: readonly string[]): string {
  return `The ${name} should be one of ${choices.join(", ")}.`;
}
