"""Scripts that measure a page as it is laid out; each returns the faults it finds."""

OVERLAPS = """() => {
  const boxes = [], limits = new Map();
  const cut = (box, limit) => ({
    left: Math.max(box.left, limit.left), right: Math.min(box.right, limit.right),
    top: Math.max(box.top, limit.top), bottom: Math.min(box.bottom, limit.bottom)});
  const everything = {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
  // What an element and all around it leave visible, measured once for each element.
  const limitOf = (element) => {
    if (!element) return everything;
    if (!limits.has(element)) {
      const around = limitOf(element.parentElement);
      // `main` cuts what is too wide, so that nothing scrolls: this is a fault, too.
      const isOpen = element.localName === 'main'
        || getComputedStyle(element).overflow === 'visible';
      limits.set(element, isOpen ? around : cut(around, element.getBoundingClientRect()));
    }
    return limits.get(element);
  };
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
      const box = cut({left: line.left + 1, right: line.right - 1,
                       top: line.top + quarter, bottom: line.bottom - quarter}, limitOf(parent));
      if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;
      boxes.push({...box, node, text: node.data.trim().slice(0, 24)});
    }
  }
  const found = boxes
    .filter((box) => box.left < -1 || box.right > innerWidth + 1)
    .map((box) => [box.text, 'outside the window']);
  boxes.sort((a, b) => a.top - b.top);
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i];
    for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom; j++) {
      const b = boxes[j];
      const isBeside = a.left >= b.right || b.left >= a.right;
      if (a.node !== b.node && !isBeside) found.push([a.text, b.text]);
    }
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
