// Evaluated in a page that has axe-core; returns its complaints, a sentence for each element.
// `leftOut.rules` do not hold in `leftOut.part`, a selector.
async (leftOut) => {
  const WHAT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  scrollTo(0, 0); // What lies under the bar at the top is not to be hit there.
  const report = await axe.run(document, { runOnly: WHAT, resultTypes: ["violations"], preload: false });
  const isLeftOut = (rule, target) => leftOut?.rules.includes(rule) && document.querySelector(target.at(-1))?.closest(leftOut.part);
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ");
  return report.violations.flatMap(({ id, help, nodes }) => nodes
    .filter((node) => !isLeftOut(id, node.target))
    .map((node) => `axe ${id}: ${node.target.join(" ")}: ${help}. ${why(node)}`));
}
