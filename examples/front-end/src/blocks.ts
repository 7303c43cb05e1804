/** Blocks, each by its type; the compiler says so when the CMS has a type that is not drawn. */

import type { Block, Image, Part } from "./client.js";
import { type Html, html, trusted } from "./html.js";

export function picture(image: Image): Html {
  return html`<img src="${image.src}" srcset="${image.srcset}" sizes="(min-width: 60rem) 40rem, 100vw"
    alt="${image.alt}" width="${image.width}" height="${image.height}" loading="lazy">`;
}

export function block(told: Block | Part): Html {
  switch (told.type) {
    case "heading":
      return told.value.level === 2
        ? html`<h2 id="${told.value.anchor}">${told.value.text}</h2>`
        : html`<h3 id="${told.value.anchor}">${told.value.text}</h3>`;
    case "rich_text":
      return trusted(told.value.html);
    case "aims":
    case "principles":
      return html`<p>${told.value.lead}</p>
        <ol>${told.value.points_html.map((point) => html`<li>${trusted(point)}</li>`)}</ol>`;
    case "person":
      return html`<section class="person">
        ${told.value.portrait && picture(told.value.portrait)}
        <p><strong>${told.value.honorific} ${told.value.name}</strong>, ${told.value.role}</p>
        ${trusted(told.value.html)}
      </section>`;
    case "address":
      return html`<address>${told.value.name}<br>
        ${told.value.lines.map((line) => html`${line}<br>`)}
        ${told.value.map_url && html`<a href="${told.value.map_url}">Map</a>`}</address>`;
    case "timeline":
      return html`<dl>${told.value.items.map(
        (item) => html`<dt>${item.date}: ${item.title}</dt><dd>${item.text}</dd>`,
      )}</dl>`;
    case "quote":
      return html`<figure><blockquote>${told.value.text}</blockquote>
        <figcaption>${told.value.attribution}</figcaption></figure>`;
    case "callout":
      return html`<aside class="${told.value.tone}">
        <p><strong>${told.value.title}</strong></p>${trusted(told.value.html)}</aside>`;
    case "image":
      return html`<figure>${picture(told.value.image)}
        <figcaption>${told.value.caption}</figcaption></figure>`;
    case "document":
      return html`<p><a href="${told.value.document.url}">${told.value.document.title}</a>
        (${told.value.document.extension}) ${told.value.description}</p>`;
    case "table":
      return html`<table><caption>${told.value.caption}</caption>
        <tr>${told.value.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
        ${told.value.rows_html.map(
          (row) => html`<tr>${row.map((cell) => html`<td>${trusted(cell)}</td>`)}</tr>`,
        )}</table>`;
    case "accordion":
      return html`${told.value.items.map(
        (item) => html`<details><summary>${item.heading}</summary>
          ${item.content.map(block)}</details>`,
      )}`;
    case "cards":
      return html`<section><h2>${told.value.title}</h2><ul>${told.value.cards.map(
        (card) => html`<li><a href="${card.url}">${card.title}</a> ${card.text}</li>`,
      )}</ul></section>`;
    case "embed":
      return told.value.frame_url
        ? html`<iframe src="${told.value.frame_url}" title="${told.value.title}"></iframe>`
        : html`<p><a href="${told.value.url}">${told.value.title}</a></p>`;
    default:
      return unknown(told);
  }
}

function unknown(told: never): Html {
  throw new Error(`No way to draw ${JSON.stringify(told)}`);
}
