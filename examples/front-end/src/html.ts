/** HTML as tagged templates: every value is escaped, unless it is HTML itself. */

export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | null | undefined | false | Value[];

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(written).join("");
  if (value instanceof Html) return value.text;
  return String(value).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, place) => part + written(values[place])).join(""));
}

/** What the API promises to be HTML: rich text, and highlights whose only markup is `<mark>`. */
export const trusted = (text: string): Html => new Html(text);
