/** Blocks, each by its type; the compiler says so when the CMS has a type that is not drawn. */

import type { Block, Image, Part } from "./client.js";
import { type Html, html, trusted } from "./html.js";

export function picture(image: Image): Html {
  return html`<img src="${image.src}" srcset="${image.srcset}" sizes="(min-width: 60rem) 40rem, 100vw"
    alt="${image.alt}" width="${image.width}" height="${image.height}" loading="lazy">`;
}

export function block(part: Block | Part): Html {
  switch (part.type) {
    case "heading":
      return part.value.level === 2
        ? html`<h2 id="${part.value.anchor}">${part.value.text}</h2>`
        : html`<h3 id="${part.value.anchor}">${part.value.text}</h3>`;
    case "rich_text":
      return trusted(part.value.html);
    case "aims":
    case "principles":
      return html`<p>${part.value.lead}</p>
        <ol>${part.value.points_html.map((point) => html`<li>${trusted(point)}</li>`)}</ol>`;
    case "person":
      return html`<section class="person">
        ${part.value.portrait && picture(part.value.portrait)}
        <p><strong>${part.value.honorific} ${part.value.name}</strong>, ${part.value.role}</p>
        ${trusted(part.value.html)}
      </section>`;
    case "address":
      return html`<address>${part.value.name}<br>
        ${part.value.lines.map((line) => html`${line}<br>`)}
        ${part.value.map_url && html`<a href="${part.value.map_url}">Map</a>`}</address>`;
    case "timeline":
      return html`<dl>${part.value.items.map(
        (item) => html`<dt>${item.date}: ${item.title}</dt><dd>${item.text}</dd>`,
      )}</dl>`;
    case "quote":
      return html`<figure><blockquote>${part.value.text}</blockquote>
        <figcaption>${part.value.attribution}</figcaption></figure>`;
    case "callout":
      return html`<aside class="${part.value.tone}">
        <p><strong>${part.value.title}</strong></p>${trusted(part.value.html)}</aside>`;
    case "image":
      return html`<figure>${picture(part.value.image)}
        <figcaption>${part.value.caption}</figcaption></figure>`;
    case "document":
      return html`<p><a href="${part.value.document.url}">${part.value.document.title}</a>
        (${part.value.document.extension}) ${part.value.description}</p>`;
    case "table":
      return html`<table><caption>${part.value.caption}</caption>
        <tr>${part.value.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
        ${part.value.rows_html.map(
          (row) => html`<tr>${row.map((cell) => html`<td>${trusted(cell)}</td>`)}</tr>`,
        )}</table>`;
    case "accordion":
      return html`${part.value.items.map(
        (item) => html`<details><summary>${item.heading}</summary>
          ${item.content.map(block)}</details>`,
      )}`;
    case "figures":
      return html`<dl>${part.value.items.map(
        (item) => html`<dt>${item.label}</dt><dd>${item.value}</dd>`,
      )}</dl>${part.value.source && html`<p>Source: ${part.value.source}</p>`}`;
    case "publications":
      return html`<ul>${part.value.items.map(
        (item) => html`<li>${item.cover && picture(item.cover)}
          <a href="${item.document.url}">${item.document.title}</a>
          (${item.document.extension}) ${item.description}</li>`,
      )}</ul>`;
    case "cards":
      return html`<section><h2>${part.value.title}</h2><ul>${part.value.cards.map(
        (card) => html`<li><a href="${card.url}">${card.title}</a> ${card.text}</li>`,
      )}</ul></section>`;
    case "embed":
      return part.value.frame_url
        ? html`<iframe src="${part.value.frame_url}" title="${part.value.title}"></iframe>`
        : html`<p><a href="${part.value.url}">${part.value.title}</a></p>`;
    default:
      return unknown(part);
  }
}

function unknown(part: never): Html {
  throw new Error(`No way to draw ${JSON.stringify(part)}`);
}
