// Tells, beside a text field of the editor that has a limit, how much of it is used. A screen
// reader hears it with the field, and again when little is left.

const NEAR = 20; // characters

let number = 0;

function counterOf(field) {
  const known = document.getElementById(field.dataset.counter ?? "");
  if (known) return known;
  const counter = document.createElement("p");
  counter.id = field.dataset.counter = `counter-${(number += 1)}`;
  counter.className = "help";
  const described = field.getAttribute("aria-describedby") ?? "";
  field.setAttribute("aria-describedby", `${described} ${counter.id}`.trim());
  field.after(counter);
  return counter;
}

function count({ target: field }) {
  if (!(field.maxLength > 0) || !field.closest("[data-edit-form]")) return;
  const counter = counterOf(field);
  counter.setAttribute("aria-live", field.maxLength - field.value.length <= NEAR ? "polite" : "off");
  counter.textContent = `${field.value.length} of ${field.maxLength} characters`;
}

for (const event of ["focusin", "input"]) document.addEventListener(event, count);
