/** Whole pages: what every one has, what a type has of its own, results, and notices. */

import { block, picture } from "./blocks.js";
import type { Found, Notice, Page, Stub } from "./client.js";
import { type Html, html, trusted } from "./html.js";

interface Shown {
  title: string;
  description?: string;
  locale?: string;
  main: Html;
}

export function document(shown: Shown, menu: Stub[]): string {
  const links = menu.map((page) => html`<li><a href="${page.path}">${page.title}</a></li>`);
  return html`<!doctype html>
<html lang="${shown.locale ?? "en"}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="${shown.description ?? shown.title}">
    <title>${shown.title}</title>
    <link rel="stylesheet" href="/site.css">
  </head>
  <body>
    <header>
      <nav aria-label="Main"><ul>${links}</ul></nav>
      <form action="/search" role="search">
        <label>Search <input name="q" type="search"></label> <button>Search</button>
      </form>
    </header>
    <main>${shown.main}</main>
  </body>
</html>`.text;
}

const list = (pages: Stub[], label: string): Html | false =>
  pages.length > 0 &&
  html`<nav aria-label="${label}"><ul>${pages.map(
    (page) => html`<li><a href="${page.path}">${page.title}</a></li>`,
  )}</ul></nav>`;

function own(page: Page): Html | string {
  switch (page.type) {
    case "whatwedo.WhatWeDoPage":
      return trusted(page.introduction_html);
    case "whatwedo.OrganPage":
      return html`<dl>
        <dt>Official name</dt><dd>${page.official_name}</dd>
        ${page.established && html`<dt>Established</dt><dd>${page.established}</dd>`}
        ${page.seat && html`<dt>Seat</dt><dd>${page.seat}</dd>`}
        ${page.head && html`<dt>${page.head.title}</dt><dd>${page.head.name}</dd>`}
      </dl>`;
    case "contact.ContactPage":
      // Browsers may send the form from pages of the CMS only.
      return html`<p><a href="${page.url}">Write to us</a></p>`;
    case "home.HomePage":
    case "home.ContentPage":
    case "home.ListingPage":
      return "";
  }
}

export function page(content: Page): Shown {
  return {
    title: content.seo.title,
    description: content.seo.description,
    locale: content.locale,
    main: html`${list(content.breadcrumbs, "Breadcrumb")}
      ${content.state === "draft" && html`<p class="draft">This is a draft.</p>`}
      <h1>${content.title}</h1>
      ${content.seo.image && picture(content.seo.image)}
      ${own(content)} ${content.body.map(block)} ${list(content.children, "Below this page")}`,
  };
}

export function notice(title: string, content: Notice): Shown {
  return { title, main: html`<h1>${content.heading}</h1><p>${content.message}</p>` };
}

export function problem(title: string, detail: string): Shown {
  return { title, main: html`<h1>${title}</h1><p>${detail}</p>` };
}

export function results(found: Found): Shown {
  const title = `Search: ${found.query.text}`;
  return {
    title,
    main: html`<h1>${title}</h1>
      <p role="status">${found.total.value} pages</p>
      ${found.warnings.map((warning) => html`<p>${warning.message}</p>`)}
      ${found.suggestion && html`<p>Did you mean ${found.suggestion.text}?</p>`}
      <ol>${found.results.map(
        (result) => html`<li><a href="${result.path}">${result.title}</a>
          ${result.state === "maintenance" && html`<em>Under maintenance</em>`}
          <p>${result.highlights.body.map(trusted)}</p></li>`,
      )}</ol>
      <ul aria-label="Types">${(found.facets.type ?? []).map(
        (value) => html`<li>${value.label}: ${value.count}</li>`,
      )}</ul>`,
  };
}
