"use strict";

// The page works without any of this: results change in place, and the site counts which result
// was opened. The token is empty where nothing is counted.

(() => {
  const form = document.querySelector("form[data-search]");
  const input = form?.querySelector("[data-suggest]");
  if (!form || !input || !window.fetch || !window.DOMParser) return;

  const path = new URL(form.action).pathname; // of the page's language
  const results = () => document.getElementById("results");
  const advanced = document.querySelector("details.advanced");
  const status = document.createElement("p"); // stays in the page, so that changes are announced
  status.className = "unseen";
  status.setAttribute("aria-live", "polite");
  form.after(status);
  let running = null;
  let shown = location.pathname + location.search;

  // Fetches another state of the page and swaps the results and the form's fields.
  async function show(url, { push = true, focus = false, top } = {}) {
    running?.abort();
    shown = url;
    if (push) note({ top: scrollY });
    running = new AbortController();
    results().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("results");
      if (!fresh) throw new Error("no results in the answer");
      results().replaceWith(fresh);
      document.title = page.title;
      copyFields(page);
      if (push) {
        history.pushState({ isOpen: advanced.open }, "", answer.url);
        shown = location.pathname + location.search;
      }
      const title = document.getElementById("results-title");
      if (focus) {
        title?.setAttribute("tabindex", "-1");
        title?.focus();
      } else {
        status.textContent = title?.textContent ?? "";
        if (top !== undefined) scrollTo(0, top);
      }
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  // The box keeps its place, so that typing goes on undisturbed.
  function copyFields(page) {
    const fresh = page.querySelector("form[data-search]");
    for (const field of form.querySelectorAll("input[type=hidden]")) field.remove();
    for (const field of fresh.querySelectorAll("input[type=hidden]")) form.append(field.cloneNode());
    input.value = page.getElementById("q").value;
    advanced.replaceChildren(...page.querySelector("details.advanced").childNodes);
  }

  function address(sent) {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(sent)) if (value.trim()) query.append(name, value);
    const text = query.toString();
    return text ? `${path}?${text}` : path;
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-search]")) return;
    event.preventDefault();
    show(address(event.target), { focus: event.target !== form });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#results a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    const href = link.getAttribute("href");
    if (href !== path && !href.startsWith(`${path}?`)) return;
    event.preventDefault();
    show(href, { focus: true });
  });

  for (const kind of ["click", "auxclick"]) {
    document.addEventListener(kind, (event) => {
      const result = event.target.closest(".result h3 a")?.closest("[data-page]");
      const token = result?.closest("[data-opened]")?.dataset.opened;
      if (!token || event.button > 1) return;
      navigator.sendBeacon("/search/opened/", new URLSearchParams({ token, page: result.dataset.page }));
    });
  }

  // Jumps within the page come here too, and change nothing.
  addEventListener("popstate", ({ state }) => {
    const url = location.pathname + location.search;
    if (location.pathname === path && url !== shown) show(url, { push: false, top: state?.top });
  });

  // Keep the scroll position and the state of the form in the history entry.
  function note(more) {
    history.replaceState({ ...history.state, ...more }, "");
  }

  if (history.state?.isOpen) advanced.open = true;
  advanced.addEventListener("toggle", () => note({ isOpen: advanced.open }));
})();
