// Audits pages one after another and prints a line of JSON for each:
// node audit.js '{"base": …, "paths": […], "categories": […], "isDesktop": …, "flags": […]}'

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const asked = JSON.parse(process.argv[2]);
const browser = await launch({ chromeFlags: ["--headless", ...asked.flags] });
const options = {
  port: browser.port,
  logLevel: "error",
  onlyCategories: asked.categories,
  onlyAudits: ["total-byte-weight"],
  disableFullPageScreenshot: true,
};
// Where nothing is timed, a page need not be quiet for long.
if (!asked.categories.includes("performance")) {
  Object.assign(options, {
    pauseAfterFcpMs: 0,
    pauseAfterLoadMs: 0,
    networkQuietThresholdMs: 200,
    cpuQuietThresholdMs: 200,
  });
}
try {
  for (const path of asked.paths) {
    const { lhr } = await lighthouse(asked.base + path, options, asked.isDesktop ? desktopConfig : undefined);
    const categories = Object.values(lhr.categories);
    const wanting = categories
      .flatMap((each) => each.auditRefs)
      .filter((each) => each.weight && (lhr.audits[each.id].score ?? 1) < 1);
    console.log(JSON.stringify({
      path,
      scores: Object.fromEntries(categories.map((each) => [each.id, Math.round(each.score * 100)])),
      wanting: wanting.map((each) => each.id),
      weight: lhr.audits["total-byte-weight"].numericValue,
      paint: lhr.audits["largest-contentful-paint"]?.numericValue,
    }));
  }
} finally {
  browser.kill();
}
