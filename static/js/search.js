"use strict";

// The page works without any of this: results in place, suggestions while typing, and a word to
// the site on which result was opened. Where nobody shall be told, the token is empty.

(() => {
  const form = document.querySelector("form[data-search]");
  const input = form?.querySelector("[data-suggest]");
  if (!form || !input || !window.fetch || !window.DOMParser) return;

  const results = () => document.getElementById("results");
  let running = null;

  // Fetches another state of the page and swaps the results and the form's fields.
  async function show(url, { push = true, focus = false } = {}) {
    running?.abort();
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
      if (push) history.pushState(null, "", answer.url);
      if (focus) {
        const title = document.getElementById("results-title");
        title?.setAttribute("tabindex", "-1");
        title?.focus();
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
    const advanced = document.querySelector("details.advanced");
    advanced.replaceChildren(...page.querySelector("details.advanced").childNodes);
  }

  function address(sent) {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(sent)) if (value.trim()) query.append(name, value);
    const text = query.toString();
    return text ? `/search/?${text}` : "/search/";
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-search]")) return;
    event.preventDefault();
    close();
    show(address(event.target), { focus: event.target !== form });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#results a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    const href = link.getAttribute("href");
    if (href !== "/search/" && !href.startsWith("/search/?")) return;
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

  addEventListener("popstate", () => {
    if (location.pathname === "/search/") show(location.href, { push: false });
  });

  // A combobox with a list box, as the ARIA Authoring Practices describe it.
  const box = document.createElement("div");
  box.className = "combobox";
  input.replaceWith(box);
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.append(input, list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let chosen = -1;
  let timer = 0;
  let asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (index + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  async function suggest() {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < 2) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((each, number) => {
        const option = document.createElement("li");
        option.id = `suggestion-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = each.text;
        option.dataset.url = each.type === "page" ? new URL(each.url).pathname : "";
        return option;
      }));
      chosen = -1;
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(!!suggestions.length));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function follow(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.textContent;
    close();
    show(address(form));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) follow(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) follow(option);
  });
})();
