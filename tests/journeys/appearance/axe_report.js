// Evaluated in a page that has axe-core; returns its complaints, a sentence for each element.
// `vendor.rules` are left out in `vendor.part`, a selector: others draw it.
async (vendor) => {
  const WHAT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const report = await axe.run(document, { runOnly: WHAT, resultTypes: ["violations"], preload: false });
  const isLeftOut = (rule, target) => vendor?.rules.includes(rule) && document.querySelector(target.at(-1))?.closest(vendor.part);
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ");
  return report.violations.flatMap(({ id, help, nodes }) => nodes
    .filter((node) => !isLeftOut(id, node.target))
    .map((node) => `axe ${id}: ${node.target.join(" ")}: ${help}. ${why(node)}`));
}
