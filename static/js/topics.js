// Topics as tags with completion. The list box below them keeps the values; without scripts it is
// shown instead, and works.

for (const select of document.querySelectorAll("select[data-tags]")) {
  const tags = document.createElement("ul");
  const input = document.createElement("input");
  const known = document.createElement("datalist");
  const status = document.createElement("p");

  tags.className = "tags";
  known.id = `${select.id}-known`;
  input.id = `${select.id}-add`;
  input.type = "text";
  input.autocomplete = "off";
  input.placeholder = select.dataset.tags;
  input.setAttribute("list", known.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  status.className = "w-sr-only";
  status.setAttribute("role", "status");
  document.querySelector(`label[for="${select.id}"]`)?.setAttribute("for", input.id);
  select.hidden = true;
  select.before(tags, input, known, status);

  const clean = (text) => text.trim().toLocaleLowerCase();

  function choose(option, isChosen) {
    option.selected = isChosen;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    status.textContent = `${option.label}: ${isChosen ? "added" : "removed"}`;
    draw();
  }

  function draw() {
    const options = [...select.options];
    tags.replaceChildren(...options.filter((each) => each.selected).map(tag));
    known.replaceChildren(...options.filter((each) => !each.selected).map((each) => new Option(each.label, each.label)));
  }

  function tag(option) {
    const item = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `Remove ${option.label}`);
    remove.addEventListener("click", () => {
      choose(option, false);
      input.focus();
    });
    item.append(option.label, " ", remove);
    return item;
  }

  // The topic that the text names, or on Enter the only one that begins so.
  function add(mayComplete) {
    const text = clean(input.value);
    if (!text) return;
    const open = [...select.options].filter((each) => !each.selected);
    const beginning = open.filter((each) => clean(each.label).startsWith(text));
    const found = open.find((each) => clean(each.label) === text) ?? (mayComplete && beginning.length === 1 && beginning[0]);
    if (!found) return;
    input.value = "";
    choose(found, true);
  }

  input.addEventListener("input", (event) => {
    // Chosen from the list rather than typed, so that a topic may begin with the name of another.
    if (!event.inputType || event.inputType === "insertReplacementText") add(false);
  });
  input.addEventListener("change", () => add(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add(true);
    } else if (event.key === "Backspace" && !input.value) {
      const last = [...select.selectedOptions].pop();
      if (last) choose(last, false);
    }
  });
  draw();
}
