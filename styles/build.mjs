// Compiles kiosk.scss into the file named on the command line. Run it through `styles/build`, which adds the stamp.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import autoprefixer from "autoprefixer";
import cssnano from "cssnano";
import postcss from "postcss";
import rtlcss from "postcss-rtlcss";
import * as sass from "sass-embedded";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");

/** Variants of USWDS that no page uses. */
const UNUSED = /accent-(cool|warm)|--inverse|--base\b|--big\b|indeterminate|usa-media-link|usa-skipnav__container|usa-table--(striped|compact|stacked)|usa-table__header|usa-input-list|\.usa-focus|\.usa-button--(hover|active)|usa-table-container|usa-legend--large|usa-table--borderless|data-sort/;

const pruneUnused = {
  postcssPlugin: "prune-unused",
  Rule(rule) {
    const kept = rule.selectors.filter((selector) => !UNUSED.test(selector));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  },
};

/** One-to-one physical properties of USWDS as logical ones: one rule serves both directions. */
const LOGICAL = {
  left: "inset-inline-start",
  right: "inset-inline-end",
  "margin-left": "margin-inline-start",
  "margin-right": "margin-inline-end",
  "padding-left": "padding-inline-start",
  "padding-right": "padding-inline-end",
};

const useLogical = {
  postcssPlugin: "use-logical",
  Declaration(declaration) {
    const { prop, value } = declaration;
    const sides = value.split(" ");
    if (/^(margin|padding)$/.test(prop) && sides.length === 4 && !value.includes("(")) {
      const [top, right, bottom, left] = sides;
      declaration.cloneBefore({ prop: `${prop}-block`, value: `${top} ${bottom}` });
      declaration.cloneBefore({ prop: `${prop}-inline`, value: `${left} ${right}` });
      declaration.remove();
    } else if (LOGICAL[prop]) declaration.prop = LOGICAL[prop];
    else if (/^border-(left|right)/.test(prop)) {
      declaration.prop = prop.replace("left", "inline-start").replace("right", "inline-end");
    } else if (prop === "text-align" && value === "left") declaration.value = "start";
    else if (prop === "text-align" && value === "right") declaration.value = "end";
  },
};

/** USWDS images in use become data URIs: no extra requests, and img-src 'self' data: is enough. */
const inlineImages = {
  postcssPlugin: "inline-images",
  Declaration(declaration) {
    declaration.value = declaration.value.replace(/url\("?\.\.\/img\/([^")]+)"?\)/g, (_, name) => {
      const svg = readFileSync(join(uswds, "dist/img", name), "utf8");
      return `url("data:image/svg+xml,${encodeURIComponent(svg.trim()).replace(/%20/g, " ").replace(/%3D/g, "=").replace(/%22/g, "'").replace(/%2F/g, "/").replace(/%3A/g, ":")}")`;
    });
  },
};

const compiled = sass.compile(join(here, "kiosk.scss"), {
  loadPaths: [here, join(uswds, "packages")],
  quietDeps: true,
  logger: sass.Logger.silent,
});
// One pass after the other: run together, the mirroring would see what is already logical.
const passes = [
  [pruneUnused, useLogical],
  [rtlcss({ mode: "combined" })],
  [
    inlineImages,
    autoprefixer({ overrideBrowserslist: [">0.2% and last 4 years", "not dead"] }),
    cssnano({ preset: ["default", { discardComments: { removeAll: true }, svgo: false }] }),
  ],
];
let css = compiled.css;
for (const plugins of passes) css = (await postcss(plugins).process(css, { from: undefined })).css;
writeFileSync(process.argv[2], css);
