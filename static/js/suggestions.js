"use strict";

const words = document.currentScript.dataset; // texts in the language of the page

// Suggestions while typing, for every box with `data-suggest`: a combobox with a list box, as the
// ARIA Authoring Practices describe it. The forms work without it. An empty box offers the popular
// searches of the site's settings.

const popular = words.searches?.split("|") ?? [];

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const form = input.form;
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const status = document.createElement("p"); // stays in the page, so that changes are announced
  let active = -1;
  let timer = 0;
  let request = null;

  box.className = "combobox";
  input.replaceWith(box);
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  status.className = "unseen";
  status.setAttribute("aria-live", "polite");
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = (index + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  async function suggest() {
    const text = input.value.trim();
    request?.abort();
    if (!text) return offer();
    if (text.length < 2) return close();
    request = new AbortController();
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: request.signal });
      if (!response.ok) return close();
      const { suggestions } = await response.json();
      show(suggestions, words.suggestions, text);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function offer() {
    close();
    if (popular.length) show(popular.map((text) => ({ text })), words.popular, "");
  }

  function show(suggestions, title, text) {
    list.replaceChildren(...suggestions.map((suggestion, number) => option(suggestion, number, text)));
    list.setAttribute("aria-label", title);
    list.classList.toggle("popular", !text);
    list.dataset.title = title;
    active = -1;
    status.textContent = suggestions.length ? `${title}: ${suggestions.length}` : words.none;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!!suggestions.length));
  }

  function option(suggestion, number, text) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = suggestion.text;
    item.dataset.url = suggestion.type === "page" ? new URL(suggestion.url).pathname : "";
    name.append(...withMark(suggestion.text, text));
    item.append(name);
    if (suggestion.type === "page") {
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = words.page;
      item.append(" ", kind);
    }
    return item;
  }

  // The text of a suggestion, with the typed words marked.
  function withMark(text, words) {
    if (!words) return [text];
    const at = text.toLowerCase().indexOf(words.toLowerCase());
    if (at < 0) return [text];
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + words.length);
    return [text.slice(0, at), mark, text.slice(at + words.length)];
  }

  function choose(item) {
    if (item.dataset.url) return location.assign(item.dataset.url);
    input.value = item.dataset.text;
    form.requestSubmit();
  }

  input.addEventListener("input", () => {
    if (list.classList.contains("popular")) close();
    clearTimeout(timer);
    timer = setTimeout(suggest, input.value.trim() ? 120 : 0);
  });
  input.addEventListener("focus", () => input.value.trim() || offer());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active < 0 ? list.children.length - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) choose(item);
  });
}
