"use strict";

// "On this page" follows the reader: the link to the section in view is marked.

(() => {
  const LINE = 0.4; // of the window's height
  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (!links.size || !window.IntersectionObserver) return;

  const observer = new IntersectionObserver(() => {
    // The last heading above the line; none at the head of the page.
    const current = [...links.keys()].findLast(
      (heading) => heading.getBoundingClientRect().top < innerHeight * LINE,
    );
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: `0px 0px -${100 - 100 * LINE}% 0px` });
  for (const heading of links.keys()) observer.observe(heading);
})();
