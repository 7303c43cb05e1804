"use strict";

// The page works without any of this: results in place, suggestions while typing, and a word to
// the site on which result was opened. Where nobody shall be told, the token is empty.

(() => {
  const form = document.querySelector("form[data-search]");
  const input = form?.querySelector("[data-suggest]");
  if (!form || !input || !window.fetch || !window.DOMParser) return;

  const results = () => document.getElementById("results");
  const advanced = document.querySelector("details.advanced");
  const told = document.createElement("p"); // stays, so that what is put into it is read out
  told.className = "unseen";
  told.setAttribute("aria-live", "polite");
  form.after(told);
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
        told.textContent = title?.textContent ?? "";
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

  // Jumps within the page come here too, and change nothing.
  addEventListener("popstate", ({ state }) => {
    const url = location.pathname + location.search;
    if (location.pathname === "/search/" && url !== shown) show(url, { push: false, top: state?.top });
  });

  // The history's entry knows where it was left and whether the form was open.
  function note(more) {
    history.replaceState({ ...history.state, ...more }, "");
  }

  if (history.state?.isOpen) advanced.open = true;
  advanced.addEventListener("toggle", () => note({ isOpen: advanced.open }));

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
        const name = document.createElement("span");
        name.append(...typed(each.text, text));
        option.append(name);
        option.dataset.text = each.text;
        if (each.type === "page") {
          const kind = document.createElement("span");
          kind.className = "kind";
          kind.textContent = "page";
          option.append(" ", kind);
        }
        option.dataset.url = each.type === "page" ? new URL(each.url).pathname : "";
        return option;
      }));
      chosen = -1;
      told.textContent = `${suggestions.length || "No"} suggestion${suggestions.length === 1 ? "" : "s"}`;
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(!!suggestions.length));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  // The words of a suggestion, with those that were typed marked.
  function typed(text, words) {
    const at = text.toLowerCase().indexOf(words.toLowerCase());
    if (at < 0) return [text];
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + words.length);
    return [text.slice(0, at), mark, text.slice(at + words.length)];
  }

  function follow(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.dataset.text;
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
