// Slugs with the vowel and tone signs of every script, as `cms/languages/slugs.py` makes them.
// Wagtail's controller of slug fields drops all combining marks.

const MAX_LENGTH = 240; // leaves room for a number
const MARK = /(?!\p{Default_Ignorable_Code_Point})[\p{Mn}\p{Mc}]/u;
const FOLLOWS = /[\p{Mn}\p{Mc}\u0e33\u0eb3]/u; // with `am`, which is a letter in Unicode
const KEPT = /^(?!\p{Default_Ignorable_Code_Point})[-_\s\p{L}\p{N}\p{Mn}\p{Mc}]$/u;
const LOOSE_MARKS = /(^|[-_\s])[\p{Mn}\p{Mc}]+/gu;
// The signs that join a consonant to the next one.
const VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed]/u;

// Compatible forms, but not of letters that they divide into a letter and a mark.
function plain(character) {
  const form = character.normalize("NFKC");
  return MARK.test(form) ? character : form;
}

function trimmed(text) {
  return text.replace(/^[-_]+|[-_]+$/g, "");
}

function cut(text) {
  const characters = [...text];
  let end = MAX_LENGTH;
  while (
    end > 0 &&
    end < characters.length &&
    (FOLLOWS.test(characters[end]) || VIRAMA.test(characters[end - 1]))
  ) {
    end -= 1;
  }
  return characters.slice(0, end || MAX_LENGTH).join("");
}

export function slugify(title) {
  const lower = [...title.normalize("NFC")].map(plain).join("").toLowerCase();
  const kept = [...lower.replaceAll("i\u0307", "i")].filter((each) => KEPT.test(each)).join("");
  const text = kept.normalize("NFC").replace(LOOSE_MARKS, "$1").replace(/[-\s]+/g, "-");
  return trimmed(cut(trimmed(text)));
}

const { app } = window.wagtail;
const { controllerConstructor } = app.router.modulesByIdentifier.get("w-slug").definition;

class SlugController extends controllerConstructor {
  slugify(event, { ignoreUpdate = false, runFormat = !ignoreUpdate } = {}) {
    if (!this.allowUnicodeValue) return super.slugify(event, { ignoreUpdate, runFormat });
    return this.clean("slugify", event, { ignoreUpdate, runFormat });
  }

  urlify(event, { ignoreUpdate = false, runFormat = !ignoreUpdate } = {}) {
    if (!this.allowUnicodeValue) return super.urlify(event, { ignoreUpdate, runFormat });
    return this.clean("urlify", event, { ignoreUpdate, runFormat });
  }

  clean(action, event, { ignoreUpdate, runFormat }) {
    const { value = this.element.value } = event?.detail ?? {};
    const prepared = this.prepareValue(value, { runFormat });
    if (!prepared) return "";
    const slug = slugify(prepared);
    if (!ignoreUpdate) this.applyUpdate(action, slug, prepared);
    return slug;
  }
}

app.register("w-slug", SlugController);
