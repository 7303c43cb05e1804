import assert from "node:assert/strict";
import { test } from "node:test";
import { srcset, variant, type Image } from "../src/index.js";

const image = {
  src: "https://cms.example/media/images/a.jpg",
  variants: {
    template: "https://cms.example/media/variants/3/abc/{size}.{format}?draft=x",
    widths: [320, 640],
    ratios: ["1x1", "16x9"],
    formats: ["avif", "webp", "jpg"],
  },
} as Image;

test("the next wider variant is taken, in the best format", () => {
  assert.match(variant(image, { width: 321 }), /\/640\.avif\?draft=x$/);
  assert.match(variant(image, { width: 5000, ratio: "16x9", format: "jpg" }), /\/640-16x9\.jpg\?/);
});

test("a srcset has all widths", () => {
  assert.match(srcset(image, { ratio: "1x1" }), /320-1x1\.avif\S+ 320w, \S+640-1x1\.avif\S+ 640w$/);
});

test("crops and formats that there are not are named with those that there are", () => {
  assert.throws(() => variant(image, { width: 320, ratio: "7x5" }), /1x1, 16x9/);
  assert.throws(() => variant(image, { width: 320, format: "gif" }), /avif, webp, jpg/);
});

test("a drawing is its own only variant", () => {
  const drawing = { src: "/a.svg", variants: null } as Image;
  assert.equal(variant(drawing, { width: 320, ratio: "1x1" }), "/a.svg");
  assert.equal(srcset(drawing), "");
});
