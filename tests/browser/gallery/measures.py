"""Scripts that measure a page as it is laid out; each returns the faults it finds."""

OVERLAPS = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('.unseen, .skip, script, style, noscript')) continue;
    // The content of a closed accordion has a place, though it is not shown.
    if (!parent.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
    if (getComputedStyle(parent).clipPath !== 'none') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const quarter = line.height / 4;
      let box = {left: line.left + 1, right: line.right - 1,
                 top: line.top + quarter, bottom: line.bottom - quarter};
      for (let around = parent; around; around = around.parentElement) {
        // `main` cuts what is too wide, so that nothing scrolls: this is a fault, too.
        if (around.localName === 'main') continue;
        if (getComputedStyle(around).overflow === 'visible') continue;
        const limit = around.getBoundingClientRect();
        box = {left: Math.max(box.left, limit.left), right: Math.min(box.right, limit.right),
               top: Math.max(box.top, limit.top), bottom: Math.min(box.bottom, limit.bottom)};
      }
      if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;
      boxes.push({...box, node, text: node.data.trim().slice(0, 24)});
    }
  }
  const found = boxes
    .filter((box) => box.left < -1 || box.right > innerWidth + 1)
    .map((box) => [box.text, 'outside the window']);
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, b] = [boxes[i], boxes[j]];
    if (a.node === b.node) continue;
    const isBeside = a.left >= b.right || b.left >= a.right;
    if (!isBeside && a.top < b.bottom && b.top < a.bottom) found.push([a.text, b.text]);
  }
  return found.slice(0, 5);
}"""
UNMARKED = """() => {
  const found = [], controls = 'button, input:not([type=hidden]), select, textarea';
  for (const each of document.querySelectorAll(controls)) {
    if (!each.checkVisibility() || each.closest('.trap')) continue;
    const style = getComputedStyle(each);
    const isOutlined = ['Top', 'Left'].every((side) => parseFloat(style[`border${side}Width`]) > 0);
    if (!isOutlined && !/checkbox|radio/.test(each.type)) found.push(each.outerHTML.slice(0, 80));
    if (style.color === style.backgroundColor) found.push(each.outerHTML.slice(0, 80));
  }
  return found;
}"""
"""Controls that lose their outline or their text where the visitor's colours replace the site's."""
PLANT = """(style) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""
