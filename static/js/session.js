// Signing in again changes the CSRF token: forms that were open before send the new one.

function token(form) {
  const name = form?.dataset.csrfCookie ?? "csrftoken";
  return document.cookie
    .split("; ")
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

document.addEventListener("submit", ({ target: form }) => {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const now = token(form);
  if (field && now) field.value = now;
}, true);

document.addEventListener("w-autosave:save", ({ detail, target: form }) => {
  const now = token(form);
  if (now) detail.formData.set("csrfmiddlewaretoken", now);
});
